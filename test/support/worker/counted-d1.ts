import type { CountedStatement, RoundTrip } from "../round-trip.ts";

type Pending = { statement: D1PreparedStatement; counted: CountedStatement };

/** A D1 that notes each round trip, and otherwise is the one given. */
export function countedD1(d1: D1Database): { d1: D1Database; trips: RoundTrip[] } {
  const trips: RoundTrip[] = [];
  const known = new WeakMap<object, Pending>();
  const wrap = (statement: D1PreparedStatement, sql: string, parameters: number): D1PreparedStatement => {
    const counted: CountedStatement = { sql, parameters, rowsRead: null };
    const alone = () => trips.push({ batch: false, statements: [counted] });
    const wrapped = new Proxy(statement, {
      get(target, name: keyof D1PreparedStatement) {
        if (name === "bind") return (...values: unknown[]) => wrap(target.bind(...values), sql, values.length);
        const method = target[name].bind(target) as (...given: unknown[]) => unknown;
        return (...given: unknown[]) => {
          alone();
          return method(...given);
        };
      },
    });
    known.set(wrapped, { statement, counted });
    return wrapped;
  };
  const batch = async (wrapped: D1PreparedStatement[]) => {
    const pending = wrapped.flatMap((one) => known.get(one) ?? []);
    trips.push({ batch: true, statements: pending.map((one) => one.counted) });
    const results = await d1.batch(pending.map((one) => one.statement));
    for (const [at, { counted }] of pending.entries()) counted.rowsRead = results[at]?.meta.rows_read ?? null;
    return results;
  };
  const counting = new Proxy(d1, {
    get(target, name: keyof D1Database) {
      if (name === "prepare") return (sql: string) => wrap(target.prepare(sql), sql, 0);
      if (name === "batch") return batch;
      const other = target[name];
      return typeof other === "function" ? other.bind(target) : other;
    },
  });
  return { d1: counting, trips };
}

/**
 * Where SQLite's plan reads a table from end to end, or all that a school has in it: an index of which only `school_id` serves. Lists and
 * subqueries that a statement makes for itself are none.
 */
export async function wholeReads(d1: D1Database, trips: readonly RoundTrip[]): Promise<string[]> {
  const found: string[] = [];
  for (const { sql, parameters } of trips.flatMap((trip) => trip.statements)) {
    const plan = d1.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...Array.from({ length: parameters }, () => null));
    const { results } = await plan.all<{ detail: string }>();
    const whole = results.filter(({ detail }) => isWhole(detail, sql));
    found.push(...whole.map(({ detail }) => `${detail} in: ${sql.slice(0, 100)}`));
  }
  return found;
}

function isWhole(detail: string, sql: string): boolean {
  const name = /^SCAN (\S+)/.exec(detail)?.[1];
  // A school has one logo: its id is the whole key.
  if (!name) return /\(school_id=\?\)/.test(detail) && !detail.startsWith("SEARCH school_logos ");
  const isNamedQuery = new RegExp(`\\b${name}\\s*\\([^)]*\\)\\s+AS\\s+\\(`, "i").test(sql);
  if (detail.includes("VIRTUAL TABLE") || isNamedQuery) return false;
  // A table, or the alias of one; a subquery's name stands after a bracket.
  return new RegExp(`\\b(FROM|JOIN|INTO|UPDATE)\\s+("?${name}"?\\b|\\w+ AS ${name}\\b)`, "i").test(sql);
}
