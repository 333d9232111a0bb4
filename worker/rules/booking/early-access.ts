import { getTableColumns, sql } from "drizzle-orm";
import type { GuardianId, SchoolId } from "../../db/ids.ts";
import type { Given } from "../../db/prepared-batch.ts";
import { evenings } from "../../db/schema.ts";
import { mayBookRow } from "./may-book.ts";

/**
 * An evening's columns, with `bookingOpensAt` as it holds for one guardian: earlier, for all of their children, where one of them is in a
 * year group with early access. A family plans its evening as a whole, so it is not let in child by child.
 */
export function eveningFor(schoolId: SchoolId, guardianId: GuardianId) {
  return { ...getTableColumns(evenings), bookingOpensAt: opensFor(schoolId, guardianId).as("booking_opens_at") };
}

/** When booking opens for a guardian, of the row of `evenings` that a query is at. */
export function opensFor(schoolId: Given<string>, guardianId: Given<string>) {
  return sql<number>`CASE WHEN ${evenings.earlyOpensAt} < ${evenings.bookingOpensAt} AND EXISTS (
    SELECT 1 FROM guardianships AS g JOIN students AS s ON s.school_id = g.school_id AND s.id = g.student_id
    WHERE g.school_id = ${schoolId} AND g.guardian_id = ${guardianId} AND ${mayBookRow("g")}
      AND s.year_group IN (SELECT value FROM json_each(${evenings.earlyYears}))
    ) THEN ${evenings.earlyOpensAt} ELSE ${evenings.bookingOpensAt} END`;
}
