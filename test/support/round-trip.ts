/** One statement as D1 was sent it. `rowsRead` is null where D1 gives no account of it. */
export type CountedStatement = { sql: string; parameters: number; rowsRead: number | null };
/** One crossing to D1: a batch, or a statement by itself. */
export type RoundTrip = { batch: boolean; statements: CountedStatement[] };
