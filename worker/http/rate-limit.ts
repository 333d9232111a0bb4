import { sql } from "drizzle-orm";
import { rateLimits } from "../db/schema.ts";
import { hashToken } from "../rules/tokens.ts";
import type { AppContext } from "./context.ts";
import { Problem, type ProblemName } from "./problem.ts";

/**
 * Counts one try under `key` (hashed: no address is kept) and refuses with 429 beyond `most` in a window of `windowMs`. Fixed windows: a
 * guesser gets at most twice the rate at a boundary, which is still too slow to matter.
 */
export async function limit(c: AppContext, key: string, most: number, windowMs: number): Promise<void> {
  const { deps, now } = c.var;
  // The platform's own address is of no school.
  const school = c.get("school") as typeof c.var.school | undefined;
  const windowAt = now - (now % windowMs);
  const row = await deps.db
    .insert(rateLimits)
    .values({ key: await hashToken(`${school?.id ?? "apex"} ${key}`), windowAt, count: 1 })
    .onConflictDoUpdate({ target: [rateLimits.key, rateLimits.windowAt], set: { count: sql`${rateLimits.count} + 1` } })
    .returning({ count: rateLimits.count })
    .get();
  if (row.count > most) throw new Problem(429, waitOf(windowMs));
}

function waitOf(windowMs: number): ProblemName {
  if (windowMs <= 15 * 60_000) return "waitAQuarter";
  return windowMs <= 3_600_000 ? "waitAnHour" : "waitADay";
}

/**
 * Counts one try of whoever calls, by the address that the platform tells (Cloudflare sets `cf-connecting-ip` on every request, whatever
 * the caller sent). A run on one's own machine has no such platform, and one caller: nothing is counted. Where nobody tells it otherwise,
 * all callers share one count: a proxy in front of another runtime has to set the header.
 */
export async function limitCaller(c: AppContext, what: string, most: number, windowMs: number): Promise<void> {
  const address = c.req.header("cf-connecting-ip");
  if (address === undefined && c.var.deps.settings.STAGE === "local") return;
  await limit(c, `${what} from ${address === undefined ? "unknown" : networkOf(address)}`, most, windowMs);
}

/** Who has one address of IPv6 has 2^64 of them: the first half says whose they are. */
export function networkOf(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const end = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - end.length;
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill("0"), ...end];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
