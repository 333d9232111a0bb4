import { type Column, type SQL, sql } from "drizzle-orm";

/** `column IN (…)` with the list as one parameter: D1 takes 100 bound parameters a statement, and local SQLite more, so a test would miss it. */
export function inList(column: Column | SQL, values: readonly (string | number)[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
