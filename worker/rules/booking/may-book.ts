import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { GuardianId, SchoolId } from "../../db/ids.ts";
import type { Given } from "../../db/prepared-batch.ts";
import { guardianships } from "../../db/schema.ts";

type Standing = { parental_responsibility: boolean; court_order: boolean };

/** A court order keeps a guardian from booking for a student; so does a missing parental responsibility, where the school asks for it. */
export function mayBook(row: Standing, responsibilityNeeded: boolean): boolean {
  return !row.court_order && (row.parental_responsibility || !responsibilityNeeded);
}

/** That a row of `guardianships`, by its name in the query, is one: what the office has ended stands for a row that is not there. */
export function isThere(row: "g" | "guardianships"): SQL {
  return sql.raw(`${row}.by_hand IS NOT 'ended'`);
}

/** That nothing bars the guardian of a row from its student: the same as `mayBook`, by the school's choice as it stands. */
function isUnbarred(row: "g" | "guardianships", schoolId: SchoolId): SQL {
  const g = sql.raw(row);
  return sql`(${isThere(row)} AND ${g}.court_order = 0 AND (${g}.parental_responsibility = 1
    OR (SELECT s.responsibility_needed FROM schools AS s WHERE s.id = ${schoolId}) = 0))`;
}

/** What the column `may_book` of `guardianships` has to be: nobody is barred, and nobody has left. */
export function mayBookBy(schoolId: SchoolId): SQL {
  return sql`(${isUnbarred("guardianships", schoolId)}
    AND NOT EXISTS (SELECT 1 FROM people AS p WHERE p.school_id = ${schoolId} AND p.id = guardianships.guardian_id AND p.ended_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM students AS s WHERE s.school_id = ${schoolId} AND s.id = guardianships.student_id AND s.ended_at IS NOT NULL))`;
}

/** Whether nothing bars the guardian of a row (`of`: its alias) from the row's student, even where one of the two has left. */
export function unbarredFor(of: "a" | "held", schoolId: SchoolId): SQL {
  const row = sql.raw(of);
  return sql`EXISTS (SELECT 1 FROM guardianships AS g WHERE g.school_id = ${row}.school_id
    AND g.guardian_id = ${row}.guardian_id AND g.student_id = ${row}.student_id AND ${isUnbarred("g", schoolId)})`;
}

/** That a row of `guardianships`, by its name in the query, lets its guardian book for its student. */
export function mayBookRow(row: "g" | "guardianships"): SQL {
  return sql.raw(`${row}.may_book = 1`);
}

/** The rows of `guardianships` by which a guardian may book: a condition. `guardianId` may be another table's column. */
export function booksFor(schoolId: SchoolId, guardianId: GuardianId | SQLiteColumn): SQL {
  return sql`(${guardianships.schoolId} = ${schoolId} AND ${guardianships.guardianId} = ${guardianId} AND ${mayBookRow("guardianships")})`;
}

/** `guardianships AS g` of one guardian and the student, with its condition: for a join. Only where they may book. */
export function mayBookJoin(schoolId: Given<SchoolId>, guardianId: Given<GuardianId>, studentId: SQL): SQL {
  return sql`guardianships AS g
    ON g.school_id = ${schoolId} AND g.guardian_id = ${guardianId} AND g.student_id = ${studentId} AND ${mayBookRow("g")}`;
}

/** The students for whom a guardian may book: a query for their ids. */
export function studentsOf(schoolId: Given<SchoolId>, guardianId: Given<GuardianId>): SQL {
  return sql`SELECT student_id FROM guardianships
    WHERE school_id = ${schoolId} AND guardian_id = ${guardianId} AND ${mayBookRow("guardianships")}`;
}

/** Whether the guardian of a row (`of`: its alias) may book for the row's student. */
export function mayBookFor(of: "a" | "held"): SQL {
  const row = sql.raw(of);
  return sql`EXISTS (SELECT 1 FROM guardianships AS g WHERE g.school_id = ${row}.school_id
    AND g.guardian_id = ${row}.guardian_id AND g.student_id = ${row}.student_id AND ${mayBookRow("g")})`;
}
