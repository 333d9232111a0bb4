import { sql } from "drizzle-orm";

/** An id made by the database: for rows that a query finds, and for statements that are made once and run many times. */
export const newId = sql<string>`lower(hex(randomblob(16)))`;
