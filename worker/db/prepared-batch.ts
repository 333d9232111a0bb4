import { is, Param, Placeholder, sql } from "drizzle-orm";
import type { Database } from "./client.ts";
import type { Statement } from "./statement.ts";

/** What a statement is given: a value, or where a prepared batch will put one. */
export type Given<Value> = Value | Placeholder;

type Value = string | number | null;
type Made = { text: string; values: (given: Record<string, Value>) => unknown[] };

/**
 * A batch whose statements are made once: Drizzle takes longer to make ten statements than D1 to run them. `make` is called with a
 * placeholder of each name, and must use nothing that differs from one run to the next but those. Resolves when D1 has run
 * all of it; rejects with what D1 says, and then nothing is kept.
 */
export function preparedBatch<Name extends string>(
  names: readonly Name[],
  make: (db: Database, given: Record<Name, Placeholder>) => readonly Statement[],
) {
  let made: Made[] | undefined;
  return async (db: Database, given: Record<Name, Value>): Promise<void> => {
    made ??= make(db, placeholders(names)).map(numbered);
    await send(db, made, given);
  };
}

/** Runs statements that are made for this one time, all or none of them. */
export async function runBatch(db: Database, statements: readonly Statement[]): Promise<void> {
  await send(db, statements.map(numbered), {});
}

async function send({ $client }: Database, made: readonly Made[], given: Record<string, Value>): Promise<void> {
  await $client.batch(made.map(({ text, values }) => $client.prepare(text).bind(...values(given))));
}

function placeholders<Name extends string>(names: readonly Name[]): Record<Name, Placeholder> {
  const found: Partial<Record<Name, Placeholder>> = {};
  for (const name of names) found[name] = sql.placeholder(name);
  return found as Record<Name, Placeholder>;
}

/**
 * The statement with `?1`, `?2` and so on, so that a value that stands in ten places is sent once: D1 takes a hundred bound parameters a
 * statement (developers.cloudflare.com/d1/platform/limits), and local SQLite more, so a test would miss it.
 */
function numbered(statement: Statement): Made {
  const { sql: text, params } = statement.toSQL();
  const parts = text.replaceAll(/\s+/g, " ").split("?");
  if (parts.length !== params.length + 1) throw new Error("A question mark stands in the text of a batch's statement.");
  const sources: unknown[] = [];
  const places = params.map((param) => {
    const source = is(param, Param) ? param.value : param;
    const known = sources.indexOf(source);
    return known < 0 ? sources.push(source) : known + 1;
  });
  return {
    text: parts.map((part, at) => (at === 0 ? part : `?${places[at - 1]}${part}`)).join(""),
    values: (given) => sources.map((source) => (is(source, Placeholder) ? given[source.name] : source)),
  };
}
