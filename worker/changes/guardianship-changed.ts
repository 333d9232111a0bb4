import { and, eq, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { GuardianId, StudentId } from "../db/ids.ts";
import { guardianships, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { isThere } from "../rules/booking/may-book.ts";
import { audited } from "./audit.ts";
import { coveredStudentsLost } from "./covered-students-lost.ts";
import { letThroughForgotten, studentsNewlyBarred } from "./let-through-forgotten.ts";
import { whoMayBookChanged } from "./school-settings.ts";

export type GuardianshipOf = { guardianId: GuardianId; studentId: StudentId };
export type GuardianshipValues = {
  relationship: string;
  priority: number;
  parentalResponsibility: boolean;
  livesWith: boolean;
  courtOrder: boolean;
};

/**
 * The office adds a guardian to a student, and imports leave the row alone. Refused as `unknown` where the school has no such guardian or
 * student, as `already` where the row is there.
 */
export function guardianshipAdded(scope: Scope, of: GuardianshipOf, values: GuardianshipValues): Statement[] {
  const { db, schoolId } = scope;
  const { guardianId, studentId } = of;
  const known = sql`EXISTS (SELECT 1 FROM people WHERE school_id = ${schoolId} AND id = ${guardianId} AND role = 'guardian')
    AND EXISTS (SELECT 1 FROM students WHERE school_id = ${schoolId} AND id = ${studentId})`;
  return [
    guardStatement(db, [
      { name: "unknown", broken: sql`NOT (${known})` },
      { name: "already", broken: isGuardianship(scope, of) },
    ]),
    newlyBarred(scope, of, values),
    db
      .insert(guardianships)
      // `whoMayBookChanged` says whether they may book.
      .values({ schoolId, ...of, ...values, mayBook: false, byHand: "added" })
      .onConflictDoUpdate({
        target: [guardianships.schoolId, guardianships.guardianId, guardianships.studentId],
        set: { ...values, byHand: "added" },
      }),
    audited(scope, "guardianship.added", objectOf(of)),
    ...whoMayBookChanged(scope),
  ];
}

/** The office changes what a guardian is to a student: a court order comes or goes, say. Refused as `unknown` where there is no such row. */
export function guardianshipChanged(scope: Scope, of: GuardianshipOf, values: GuardianshipValues): Statement[] {
  const { db } = scope;
  return [
    guardStatement(db, [{ name: "unknown", broken: sql`NOT ${isGuardianship(scope, of)}` }]),
    newlyBarred(scope, of, values),
    db
      .update(guardianships)
      .set({ ...values, byHand: sql`CASE ${guardianships.byHand} WHEN 'added' THEN 'added' ELSE 'changed' END` })
      .where(thisRow(scope, of)),
    audited(scope, "guardianship.changed", objectOf(of)),
    ...whoMayBookChanged(scope),
  ];
}

/** The office takes a guardian from a student, whatever imports say: as if the row were not there. Doing it twice is harmless. */
export function guardianshipEnded(scope: Scope, of: GuardianshipOf): Statement[] {
  const { db } = scope;
  return [
    db.update(guardianships).set({ byHand: "ended" }).where(thisRow(scope, of)),
    audited(scope, "guardianship.ended", objectOf(of)),
    ...whoMayBookChanged(scope),
  ];
}

/**
 * The school lets nobody be invited to a student's calls, or does again. Guests who are covered for the student are so no more, even those
 * whom the school had let through.
 */
export function guestsForbidden(scope: Scope, studentId: StudentId, forbidden: boolean): Statement[] {
  const { db, schoolId } = scope;
  return [
    db
      .update(students)
      .set({ guestsAllowed: !forbidden })
      .where(and(eq(students.schoolId, schoolId), eq(students.id, studentId))),
    audited(scope, forbidden ? "student.guests_forbidden" : "student.guests_allowed", studentId),
    ...(forbidden ? [letThroughForgotten(scope, sql`SELECT ${studentId}`)] : []),
    ...coveredStudentsLost(scope),
  ];
}

function newlyBarred(scope: Scope, { guardianId, studentId }: GuardianshipOf, values: GuardianshipValues): Statement {
  const wanted = sql`SELECT ${guardianId} AS guardian_id, ${studentId} AS student_id, ${Number(values.courtOrder)} AS court_order,
    ${Number(values.parentalResponsibility)} AS parental_responsibility`;
  return letThroughForgotten(scope, studentsNewlyBarred(scope, wanted));
}

/** On the audit trail: both ids. */
function objectOf({ guardianId, studentId }: GuardianshipOf): string {
  return `${guardianId} ${studentId}`;
}

function thisRow({ schoolId }: Scope, { guardianId, studentId }: GuardianshipOf) {
  return and(
    eq(guardianships.schoolId, schoolId),
    eq(guardianships.guardianId, guardianId),
    eq(guardianships.studentId, studentId),
  );
}

function isGuardianship({ schoolId }: Scope, { guardianId, studentId }: GuardianshipOf): SQL {
  return sql`EXISTS (SELECT 1 FROM guardianships AS g WHERE g.school_id = ${schoolId} AND g.guardian_id = ${guardianId}
    AND g.student_id = ${studentId} AND ${isThere("g")})`;
}
