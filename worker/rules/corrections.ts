import { foldEmail, nameKey, sortKey } from "./fold.ts";

/** The columns that the office can correct; imports leave a corrected one alone until somebody lets it go. */
export const CORRECTABLE = ["title", "forename", "surname", "email"] as const;
export type Correctable = (typeof CORRECTABLE)[number];
export type Correctables = Partial<Record<Correctable, string>>;

/** The columns that the office corrected, of the JSON that a row keeps. */
export function correctedOf(row: { corrected: string }): Correctable[] {
  const columns: unknown = JSON.parse(row.corrected);
  return Array.isArray(columns) ? CORRECTABLE.filter((column) => columns.includes(column)) : [];
}

/** The columns in which `after` differs from `before`. */
export function differing(before: Correctables, after: Correctables): Correctable[] {
  return CORRECTABLE.filter((column) => after[column] !== undefined && after[column] !== before[column]);
}

/**
 * A row as an import has it, but with what the office corrected as it stands, and what is derived of that. `said` are the corrected columns of
 * which the import says otherwise.
 */
export function withCorrections<Row extends { forename: string; surname: string; email?: string; corrected: string }>(
  wanted: Row,
  old: Row,
): { row: Row; said: Correctable[] } {
  const columns = correctedOf(old);
  if (columns.length === 0) return { row: wanted, said: [] };
  const stands: Correctables = Object.fromEntries(columns.map((column) => [column, (old as Correctables)[column]]));
  const row = { ...wanted, ...stands };
  const keys = { nameKey: nameKey(row), sortKey: sortKey(row) };
  const address = row.email === undefined ? {} : { emailKey: foldEmail(row.email) };
  return { row: { ...row, ...keys, ...address }, said: differing(wanted, stands) };
}
