import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { ClassId } from "../db/ids.ts";
import { classes, classTeachers, enrolments, eveningClasses, evenings, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { trailEntryOf, trailStatement } from "./records-trail.ts";

/** Everything that the desk shows of one class, in one batch. */
export async function readClassRecord(scope: Scope, classId: ClassId) {
  const { db, schoolId } = scope;
  const [[found], teachers, members, taking, trail] = await db.batch([
    db
      .select()
      .from(classes)
      .where(and(eq(classes.schoolId, schoolId), eq(classes.id, classId))),
    teachersStatement(scope, classId),
    membersStatement(scope, classId),
    eveningsStatement(scope, classId),
    trailStatement(scope, sql`SELECT ${classId}`),
  ]);
  return found && { class: found, teachers, students: members, evenings: taking, trail: trail.map(trailEntryOf) };
}

export type ClassRecord = NonNullable<Awaited<ReturnType<typeof readClassRecord>>>;

function teachersStatement({ db, schoolId }: Scope, classId: ClassId) {
  const { id, title, forename, surname, email, endedAt } = people;
  return db
    .select({ id, title, forename, surname, email, endedAt })
    .from(classTeachers)
    .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, classTeachers.teacherId)))
    .where(and(eq(classTeachers.schoolId, schoolId), eq(classTeachers.classId, classId)))
    .orderBy(asc(classTeachers.position));
}

function membersStatement({ db, schoolId }: Scope, classId: ClassId) {
  const { id, forename, surname, yearGroup, registrationGroup, endedAt } = students;
  return db
    .select({ id, forename, surname, yearGroup, registrationGroup, endedAt })
    .from(enrolments)
    .innerJoin(students, and(eq(students.schoolId, schoolId), eq(students.id, enrolments.studentId)))
    .where(and(eq(enrolments.schoolId, schoolId), eq(enrolments.classId, classId)))
    .orderBy(asc(students.sortKey), asc(students.id));
}

/** The evenings that the class takes part in, the newest first, with how many appointments it has there. */
function eveningsStatement({ db, schoolId }: Scope, classId: ClassId) {
  const booked = sql<number>`(SELECT count(*) FROM appointments AS a WHERE a.school_id = ${schoolId}
    AND a.evening_id = ${evenings.id} AND a.class_id = ${classId} AND a.state = 'booked')`;
  return db
    .select({ id: evenings.id, name: evenings.name, startsAt: evenings.startsAt, booked: booked.as("booked") })
    .from(eveningClasses)
    .innerJoin(evenings, and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningClasses.eveningId)))
    .where(and(eq(eveningClasses.schoolId, schoolId), eq(eveningClasses.classId, classId)))
    .orderBy(desc(evenings.startsAt));
}

/** All of the school's classes, in their order. */
export function listClasses({ db, schoolId }: Scope) {
  return db
    .select({ id: classes.id, code: classes.code, name: classes.name })
    .from(classes)
    .where(eq(classes.schoolId, schoolId))
    .orderBy(asc(classes.sortKey), asc(classes.id));
}
