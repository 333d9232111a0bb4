import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

/** `SELECT … FROM {from}` for an `INSERT … SELECT` into the table: the values by column, in the table's own order; NULL for what isn't given. */
export function valuesFrom<Table extends SQLiteTable>(
  table: Table,
  values: { [Column in keyof Table["$inferInsert"]]?: SQL },
  from: SQL,
): SQL {
  const given = values as Record<string, SQL | undefined>;
  const columns = Object.keys(getTableColumns(table)).map((name) => given[name] ?? sql`NULL`);
  return sql`SELECT ${sql.join(columns, sql`, `)} FROM ${from}`;
}
