import { type Column, type SQL, sql } from "drizzle-orm";
import type { Role } from "../db/records.ts";
import { people, sessions } from "../db/schema.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a session lives without being used, and how long at most: the more it opens, the shorter. */
export const SESSION_LIMITS: Record<Role, { idleMs: number; wholeMs: number }> = {
  admin: { idleMs: HOUR_MS, wholeMs: 12 * HOUR_MS },
  office: { idleMs: HOUR_MS, wholeMs: 12 * HOUR_MS },
  teacher: { idleMs: 12 * HOUR_MS, wholeMs: 3 * DAY_MS },
  guardian: { idleMs: 7 * DAY_MS, wholeMs: 14 * DAY_MS },
};

/** A session's last use is written down again after this long: not at each request. */
export const SEEN_EVERY_MS = 5 * 60_000;

/** How long after an evening a session of its mails' links still opens it. */
export const AFTER_EVENING_MS = DAY_MS;

/** Whether a session has been used within the idle limit of its person's role, of the rows of `sessions` and `people` that a query is at. */
export function isAwake(now: number): SQL {
  return sql`max(${sessions.seenAt}, ${sessions.createdAt}) > ${now} - ${idleLimit(people.role)}`;
}

function idleLimit(role: Column): SQL {
  const limits = Object.entries(SESSION_LIMITS).map(([name, { idleMs }]) => sql.raw(`WHEN '${name}' THEN ${idleMs}`));
  return sql`CASE ${role} ${sql.join(limits, sql` `)} END`;
}
