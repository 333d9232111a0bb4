import { type SQL, sql } from "drizzle-orm";
import type { Database } from "./client.ts";
import { runBatch } from "./prepared-batch.ts";
import { guard } from "./schema.ts";
import type { Statement } from "./statement.ts";

/** A rule that can forbid a batch: its name, and the SQL condition under which it does. */
export type GuardRule<Name extends string = string> = { name: Name; broken: SQL };

/** The name of the first rule that is broken, NULL where none is: an expression for the columns that a query is at. */
function firstBroken(rules: readonly GuardRule[]): SQL {
  const cases = rules.map(({ name, broken }) => sql`WHEN ${broken} THEN ${sql.raw(`'${name}'`)}`);
  return sql`CASE ${sql.join(cases, sql` `)} END`;
}

/**
 * The statement that stands first in a batch and aborts it where one of the rules is broken; where none is, it writes nothing. `from` is
 * what the conditions look at, a row for each thing that is to be done; without it they stand for themselves.
 */
export function guardStatement(db: Database, rules: readonly GuardRule[], from?: SQL): Statement {
  const rows = from ? sql`FROM ${from}` : sql``;
  return db
    .insert(guard)
    .select(
      sql`SELECT broken.rule FROM (SELECT ${firstBroken(rules)} AS rule ${rows}) AS broken WHERE broken.rule IS NOT NULL`,
    );
}

/**
 * The rule that a batch's guard found broken; null where it failed otherwise, which is a fault. D1 tells it by its error's text alone:
 * `D1_ERROR: rule:too-late: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)`.
 */
export function brokenRule(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const rule = /^D1_ERROR: rule:([a-z-]+)/.exec(at.message)?.[1];
    if (rule) return rule;
  }
  return null;
}

/** Carries the statements out, all or none. The name of the rule that forbade it, null where it was done; every other failure is thrown. */
export function commit(db: Database, statements: readonly Statement[]): Promise<string | null> {
  return ruleOf(() => runBatch(db, statements));
}

/** The same for a batch that is sent otherwise: one that was prepared. */
export async function ruleOf(send: () => Promise<unknown>): Promise<string | null> {
  try {
    await send();
    return null;
  } catch (error) {
    const rule = brokenRule(error);
    if (rule === null) throw error;
    return rule;
  }
}
