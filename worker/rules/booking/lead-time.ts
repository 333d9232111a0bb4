import { type SQL, sql } from "drizzle-orm";
import type { Given } from "../../db/prepared-batch.ts";

/** How long before its start a time must be booked, moved or given back. */
export type LeadTime = { leadMinutes: number };

/** Whether a time begins too soon to be booked or changed now: at the very millisecond of the lead time, it is. */
export function isTooLate({ leadMinutes }: LeadTime, startsAt: number, now: number): boolean {
  return now >= startsAt - leadMinutes * 60_000;
}

/** The same in SQL, of the row of `evenings` that a query is at. What has begun is too late, whatever the lead time. */
export function tooLate(startsAt: SQL, now: Given<number>): SQL {
  return sql`(${now} >= ${startsAt} - evenings.lead_minutes * 60000)`;
}
