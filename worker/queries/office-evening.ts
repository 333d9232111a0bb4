import { and, asc, eq, sql } from "drizzle-orm";
import type { EveningId } from "../db/ids.ts";
import {
  absences,
  appointments,
  classes,
  classTeachers,
  eveningClasses,
  evenings,
  people,
  students,
  teacherBreaks,
} from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { fullName } from "../rules/names.ts";

export type EveningRow = typeof evenings.$inferSelect;
export type OfficeClass = {
  id: string;
  code: string;
  name: string;
  yearGroup: string;
  teachers: { id: string; name: string }[];
  /** How many slots its appointments are long; null where it doesn't take part. */
  units: number | null;
};

/** An evening of the school's, draft or not. */
export async function findOfficeEvening(scope: Scope, eveningId: EveningId): Promise<EveningRow | undefined> {
  const { db, schoolId } = scope;
  return db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId)))
    .get();
}

/** All of the school's classes by code, with their teachers, and what they do in the evening. */
export async function readClasses(scope: Scope, eveningId: EveningId): Promise<OfficeClass[]> {
  const { db, schoolId } = scope;
  const [rows, taught] = await Promise.all([
    db
      .select({
        id: classes.id,
        code: classes.code,
        name: classes.name,
        yearGroup: classes.yearGroup,
        units: eveningClasses.units,
      })
      .from(classes)
      .leftJoin(
        eveningClasses,
        and(
          eq(eveningClasses.schoolId, schoolId),
          eq(eveningClasses.eveningId, eveningId),
          eq(eveningClasses.classId, classes.id),
        ),
      )
      .where(eq(classes.schoolId, schoolId))
      .orderBy(asc(classes.code), asc(classes.id)),
    db
      .select({ classId: classTeachers.classId, teacher: people })
      .from(classTeachers)
      .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, classTeachers.teacherId)))
      .where(eq(classTeachers.schoolId, schoolId))
      .orderBy(asc(classTeachers.position)),
  ]);
  const byClass = Map.groupBy(taught, (row) => row.classId);
  return rows.map((row) => ({
    ...row,
    teachers: (byClass.get(row.id) ?? []).map(({ teacher }) => ({ id: teacher.id, name: fullName(teacher) })),
  }));
}

/** The school's year groups, in the order that people count them. */
export async function readYears(scope: Scope): Promise<string[]> {
  const { db, schoolId } = scope;
  const rows = await db
    .selectDistinct({ year: students.yearGroup })
    .from(students)
    .where(eq(students.schoolId, schoolId));
  const byNumber = new Intl.Collator("en", { numeric: true });
  return rows
    .map((row) => row.year)
    .filter((year) => year !== "")
    .sort(byNumber.compare);
}

/** Breaks and own hours of an evening's teachers, by time. */
export function readBreaks(scope: Scope, eveningId: EveningId) {
  const { db, schoolId } = scope;
  return db
    .select()
    .from(teacherBreaks)
    .where(and(eq(teacherBreaks.schoolId, schoolId), eq(teacherBreaks.eveningId, eveningId)))
    .orderBy(asc(teacherBreaks.startsAt), asc(teacherBreaks.id));
}

/** How the evening stands: bookings, the families that have any, and who can't come. */
export async function readStanding(scope: Scope, eveningId: EveningId) {
  const { db, schoolId } = scope;
  const [[booked], absent] = await Promise.all([
    db
      .select({
        appointments: sql<number>`count(*)`,
        guardians: sql<number>`count(DISTINCT ${appointments.guardianId})`,
      })
      .from(appointments)
      .where(
        and(
          eq(appointments.schoolId, schoolId),
          eq(appointments.eveningId, eveningId),
          eq(appointments.state, "booked"),
        ),
      ),
    db
      .select({ id: people.id, title: people.title, forename: people.forename, surname: people.surname })
      .from(absences)
      .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, absences.guardianId)))
      .where(and(eq(absences.schoolId, schoolId), eq(absences.eveningId, eveningId)))
      .orderBy(asc(people.surname), asc(people.forename)),
  ]);
  return {
    appointments: booked?.appointments ?? 0,
    guardians: booked?.guardians ?? 0,
    absent: absent.map((person) => fullName({ ...person, role: "guardian" })),
  };
}
