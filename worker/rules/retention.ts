import { type SQL, sql } from "drizzle-orm";
import { evenings, schools } from "../db/schema.ts";

const DAY_MS = 24 * 3_600_000;

/** Until when an evening's personal details are kept, epoch milliseconds. */
export function keptUntil(evening: { endsAt: number }, school: { retentionDays: number }): number {
  return evening.endsAt + school.retentionDays * DAY_MS;
}

/** Whether that is over, of the rows of `evenings` and `schools` that a query is at. */
export function isOverdue(now: number): SQL {
  return sql`${evenings.endsAt} + ${schools.retentionDays} * ${DAY_MS} < ${now}`;
}
