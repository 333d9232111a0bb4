import { sql } from "drizzle-orm";
import { rateLimits } from "../db/schema.ts";
import { hashToken } from "../keys.ts";
import type { AppContext } from "./context.ts";
import { Problem, type ProblemName } from "./problem.ts";

/**
 * Counts one try under `key` (hashed: no address is kept) and refuses with 429 beyond `most` in a window of `windowMs`. Fixed windows: a
 * guesser gets at most twice the rate at a boundary, which is still too slow to matter.
 */
export async function limit(c: AppContext, key: string, most: number, windowMs: number): Promise<void> {
  const { deps, now, school } = c.var;
  const windowAt = now - (now % windowMs);
  const row = await deps.db
    .insert(rateLimits)
    .values({ key: await hashToken(`${school.id} ${key}`), windowAt, count: 1 })
    .onConflictDoUpdate({ target: [rateLimits.key, rateLimits.windowAt], set: { count: sql`${rateLimits.count} + 1` } })
    .returning({ count: rateLimits.count })
    .get();
  if (row.count > most) throw new Problem(429, waitOf(windowMs));
}

function waitOf(windowMs: number): ProblemName {
  if (windowMs <= 15 * 60_000) return "waitAQuarter";
  return windowMs <= 3_600_000 ? "waitAnHour" : "waitADay";
}

/** The caller's address as the platform tells it; one bucket for all where it doesn't. */
export function callerOf(c: AppContext): string {
  return c.req.header("cf-connecting-ip") ?? "unknown";
}
