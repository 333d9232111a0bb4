import { type SQL, sql } from "drizzle-orm";
import type { Given } from "../../db/prepared-batch.ts";

/** How long before its start a time must be booked, moved or given back. */
export type LeadTime = { leadMinutes: number };

/** From this moment on a time can't be booked or changed any more. */
export function lastMoment({ leadMinutes }: LeadTime, startsAt: number): number {
  return startsAt - leadMinutes * 60_000;
}

/** Whether a time begins too soon to be booked or changed now: at the very millisecond of the lead time, it is. */
export function isTooLate(rule: LeadTime, startsAt: number, now: number): boolean {
  return now >= lastMoment(rule, startsAt);
}

/** The same in SQL, of the row of `evenings` that a query is at. What has begun is too late, whatever the lead time. */
export function tooLate(startsAt: SQL, now: Given<number>): SQL {
  return sql`(${now} >= ${startsAt} - evenings.lead_minutes * 60000)`;
}
