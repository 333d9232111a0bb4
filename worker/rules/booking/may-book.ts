import { type SQL, sql } from "drizzle-orm";
import type { GuardianId, SchoolId } from "../../db/ids.ts";
import type { Given } from "../../db/prepared-batch.ts";

type Standing = { parental_responsibility: boolean; court_order: boolean };

/** A court order keeps a guardian from booking for a student; so does a missing parental responsibility, where the school asks for it. */
export function mayBook(row: Standing, responsibilityNeeded: boolean): boolean {
  return !row.court_order && (row.parental_responsibility || !responsibilityNeeded);
}

/** The same of a row of `guardianships`, by the school's choice as it stands: what the column `may_book` has to be. */
export function mayBookBy(schoolId: SchoolId): SQL {
  return sql`(guardianships.court_order = 0 AND (guardianships.parental_responsibility = 1
    OR (SELECT s.responsibility_needed FROM schools AS s WHERE s.id = ${schoolId}) = 0))`;
}

/** `guardianships AS g` of one guardian and the student, with its condition: for a join. Only where they may book. */
export function mayBookJoin(schoolId: Given<SchoolId>, guardianId: Given<GuardianId>, studentId: SQL): SQL {
  return sql`guardianships AS g
    ON g.school_id = ${schoolId} AND g.guardian_id = ${guardianId} AND g.student_id = ${studentId} AND g.may_book = 1`;
}

/** The students for whom a guardian may book: a query for their ids. */
export function studentsOf(schoolId: Given<SchoolId>, guardianId: Given<GuardianId>): SQL {
  return sql`SELECT student_id FROM guardianships
    WHERE school_id = ${schoolId} AND guardian_id = ${guardianId} AND may_book = 1`;
}

/** Whether the guardian of a row (`of`: its alias) may book for the row's student. */
export function mayBookFor(of: "a" | "w" | "held"): SQL {
  const row = sql.raw(of);
  return sql`EXISTS (SELECT 1 FROM guardianships AS g WHERE g.school_id = ${row}.school_id
    AND g.guardian_id = ${row}.guardian_id AND g.student_id = ${row}.student_id AND g.may_book = 1)`;
}
