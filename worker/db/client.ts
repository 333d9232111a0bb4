import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

/** What Drizzle sends statements to: as much of D1 as a prepared batch needs. */
type Client = {
  prepare(sql: string): { bind(...values: unknown[]): object };
  batch(statements: object[]): Promise<unknown>;
};

export type Database = DrizzleD1Database<typeof schema> & { $client: Client };

/** The one place that knows which database holds a school: a shard map of bindings would go here. */
export function openDatabase(d1: Parameters<typeof drizzle>[0]): Database {
  return drizzle(d1, { schema, casing: "snake_case" }) as unknown as Database;
}
