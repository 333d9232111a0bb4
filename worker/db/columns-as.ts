import { type GetColumnData, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

type Columns = Record<string, SQLiteColumn>;

/**
 * Columns under names of their own. D1 answers a batch with objects, in which two columns of one name are one: a joined query of a batch has
 * to name its columns apart.
 */
export function columnsAs<Of extends Columns>(
  prefix: string,
  columns: Of,
): { [Name in keyof Of]: SQL.Aliased<GetColumnData<Of[Name]>> } {
  const named = Object.entries(columns).map(([name, column]) => [
    name,
    sql`${column}`.mapWith(column).as(`${prefix}_${name}`),
  ]);
  return Object.fromEntries(named) as { [Name in keyof Of]: SQL.Aliased<GetColumnData<Of[Name]>> };
}
