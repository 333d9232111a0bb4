import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

export type Database = DrizzleD1Database<typeof schema>;

/** The one place that knows which database holds a school: a shard map of bindings would go here. */
export function openDatabase(d1: Parameters<typeof drizzle>[0]): Database {
  return drizzle(d1, { schema, casing: "snake_case" }) as unknown as Database;
}
