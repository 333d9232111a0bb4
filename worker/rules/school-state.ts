import { type Column, type SQL, sql } from "drizzle-orm";
import { schools } from "../db/schema.ts";

const DAY_MS = 24 * 3_600_000;

/** Whether the school of a row is open. Of one that is suspended or has ended nobody is let in, and nothing is sent, offered or told. */
export function ofOpenSchool(schoolId: Column | SQL): SQL {
  return sql`EXISTS (SELECT 1 FROM schools AS its_school WHERE its_school.id = ${schoolId} AND its_school.state = 'open')`;
}

/** From when on a school that ended at `stateAt` is deleted, epoch milliseconds. */
export function deletedFrom({ stateAt, retentionDays }: { stateAt: number | null; retentionDays: number }): number {
  return (stateAt ?? 0) + retentionDays * DAY_MS;
}

/** Whether that has come, of the row of `schools` that a query is at. */
export function isToBeDeleted(now: number): SQL {
  return sql`(${schools.state} = 'ended' AND ${schools.stateAt} + ${schools.retentionDays} * ${DAY_MS} <= ${now})`;
}
