import { and, eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { guardStatement } from "../db/guard.ts";
import type { ClassId, GuardianId, PersonId, StudentId } from "../db/ids.ts";
import { enrolments, guardianships, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { CORRECTABLE, type Correctable } from "../rules/corrections.ts";
import { foldEmail, nameKey, sortKey } from "../rules/fold.ts";
import { addressChanged } from "./address-changed.ts";
import { audited } from "./audit.ts";
import { coveredStudentsLost } from "./covered-students-lost.ts";
import { whoMayBookChanged } from "./school-settings.ts";

type PersonName = { title: string; forename: string; surname: string };
type StudentName = { forename: string; surname: string };

/** The office corrects somebody's name, and imports leave the columns that it corrected alone. A guest of that name may now be kept out. */
export function nameCorrected(
  scope: Scope,
  personId: PersonId,
  name: PersonName,
  columns: readonly Correctable[],
): Statement[] {
  const { db, schoolId } = scope;
  return [
    db
      .update(people)
      .set({ ...name, nameKey: nameKey(name), sortKey: sortKey(name), corrected: adding(people.corrected, columns) })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId))),
    audited(scope, "person.name_corrected", personId),
    ...coveredStudentsLost(scope),
  ];
}

/** The office corrects a student's name. */
export function studentNameCorrected(
  scope: Scope,
  studentId: StudentId,
  name: StudentName,
  columns: readonly Correctable[],
): Statement[] {
  const { db, schoolId } = scope;
  return [
    db
      .update(students)
      .set({ ...name, nameKey: nameKey(name), sortKey: sortKey(name), corrected: adding(students.corrected, columns) })
      .where(and(eq(students.schoolId, schoolId), eq(students.id, studentId))),
    audited(scope, "student.name_corrected", studentId),
  ];
}

/** The office corrects somebody's e-mail address: all that `addressChanged` brings, and imports leave it alone. */
export function addressCorrected(scope: Scope, personId: PersonId, email: string): Statement[] {
  const { db, schoolId } = scope;
  return [
    ...addressChanged(scope, personId, email),
    db
      .update(people)
      .set({ corrected: adding(people.corrected, ["email"]) })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId))),
    ...coveredStudentsLost(scope),
  ];
}

/** The next import decides again about a person's name and address. Nothing else changes now. */
export function correctionsReleased(scope: Scope, personId: PersonId): Statement[] {
  const { db, schoolId } = scope;
  return [
    db
      .update(people)
      .set({ corrected: without(people.corrected) })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId))),
    audited(scope, "person.corrections_released", personId),
  ];
}

/** The same of a student's name. */
export function studentCorrectionsReleased(scope: Scope, studentId: StudentId): Statement[] {
  const { db, schoolId } = scope;
  return [
    db
      .update(students)
      .set({ corrected: without(students.corrected) })
      .where(and(eq(students.schoolId, schoolId), eq(students.id, studentId))),
    audited(scope, "student.corrections_released", studentId),
  ];
}

type BondOf = { guardianId: GuardianId; studentId: StudentId };

/** The next import decides again about a guardian's link to a student. One that the office had ended is not there until then. */
export function guardianshipReleased(scope: Scope, { guardianId, studentId }: BondOf): Statement[] {
  const { db, schoolId } = scope;
  const row = and(
    eq(guardianships.schoolId, schoolId),
    eq(guardianships.guardianId, guardianId),
    eq(guardianships.studentId, studentId),
  );
  return [
    db.delete(guardianships).where(and(row, eq(guardianships.byHand, "ended"))),
    db.update(guardianships).set({ byHand: null }).where(row),
    audited(scope, "guardianship.released", `${guardianId} ${studentId}`),
  ];
}

export type NewPerson = PersonName & { id: PersonId; role: "guardian" | "teacher"; externalId: string; email: string };

/**
 * The office adds somebody whom no import has brought. Refused as `id-used` where the school's own id is somebody's already; the same form sent
 * again adds nobody a second time.
 */
export function personAdded(scope: Scope, person: NewPerson): Statement[] {
  const { db, schoolId } = scope;
  const { id, role, externalId, title, forename, surname, email } = person;
  const used = sql`EXISTS (SELECT 1 FROM people WHERE school_id = ${schoolId} AND role = ${role}
    AND external_id = ${externalId} AND id <> ${id})`;
  const keys = { nameKey: nameKey(person), sortKey: sortKey(person), emailKey: foldEmail(email) };
  return [
    guardStatement(db, [{ name: "id-used", broken: used }]),
    db
      .insert(people)
      .values({ ...{ schoolId, id, role, externalId, title, forename, surname, email }, ...keys })
      .onConflictDoNothing(),
    audited(scope, "person.added", id),
    ...coveredStudentsLost(scope),
  ];
}

export type NewStudent = StudentName & {
  id: StudentId;
  externalId: string;
  birthKey: string;
  yearGroup: string;
  registrationGroup: string;
};

/** The office adds a student whom no import has brought. Refused as `id-used`, as above. */
export function studentAdded(scope: Scope, student: NewStudent): Statement[] {
  const { db, schoolId } = scope;
  const { id, externalId } = student;
  const used = sql`EXISTS (SELECT 1 FROM students WHERE school_id = ${schoolId} AND external_id = ${externalId} AND id <> ${id})`;
  return [
    guardStatement(db, [{ name: "id-used", broken: used }]),
    db
      .insert(students)
      .values({ ...student, schoolId, nameKey: nameKey(student), sortKey: sortKey(student) })
      .onConflictDoNothing(),
    audited(scope, "student.added", id),
  ];
}

/** The office says which classes a student is in whom no import knows; what can't be booked any more ends. */
export function studentClassesSet(scope: Scope, studentId: StudentId, classIds: readonly ClassId[]): Statement[] {
  const { db, schoolId } = scope;
  const wanted = sql`SELECT value FROM json_each(${JSON.stringify(classIds)})`;
  return [
    db
      .delete(enrolments)
      .where(
        and(
          eq(enrolments.schoolId, schoolId),
          eq(enrolments.studentId, studentId),
          sql`${enrolments.classId} NOT IN (${wanted})`,
        ),
      ),
    db
      .insert(enrolments)
      .select(sql`SELECT school_id, id, ${studentId} FROM classes WHERE school_id = ${schoolId} AND id IN (${wanted})`)
      .onConflictDoNothing(),
    audited(scope, "student.classes_set", studentId),
    ...whoMayBookChanged(scope),
  ];
}

/** A row's JSON list of columns with more of them in it, each once. */
function adding(corrected: SQLiteColumn, columns: readonly Correctable[]): SQL {
  return sql`(SELECT json_group_array(value) FROM (SELECT value FROM json_each(${corrected})
    UNION SELECT value FROM json_each(${JSON.stringify(columns)})))`;
}

/** The same list without what the office corrected of a name or an address. */
function without(corrected: SQLiteColumn): SQL {
  return sql`(SELECT json_group_array(value) FROM json_each(${corrected})
    WHERE value NOT IN (SELECT value FROM json_each(${JSON.stringify(CORRECTABLE)})))`;
}
