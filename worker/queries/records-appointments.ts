import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { columnsAs } from "../db/columns-as.ts";
import type { PersonId, StudentId } from "../db/ids.ts";
import { appointmentFlags, appointments, classes, evenings, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** Nobody has more; a page that showed them would not be read. */
const MOST = 200;

export type RecordAppointment = {
  id: string;
  startsAt: number;
  state: "booked" | "cancelled";
  evening: { id: string; name: string; startsAt: number };
  student: { id: string; forename: string; surname: string };
  guardian: { id: string; forename: string; surname: string };
  subject: string;
  teachers: { id: string; name: string }[];
  /** The office has to decide about it. */
  flagged: boolean;
};

/** Whose appointments: made by a guardian, taught by a teacher, or about a student. */
export type Whose = { guardianId: PersonId } | { teacherId: PersonId } | { studentId: StudentId };

/** The statement for somebody's appointments, cancelled ones too: the newest evening first, in it by time. */
export function appointmentsStatement({ db, schoolId }: Scope, whose: Whose) {
  const { id, startsAt, state, eveningId } = appointments;
  const teachers = sql<string>`(SELECT json_group_array(json_object('id', id, 'name', name)) FROM (
    SELECT p.id AS id, trim(p.title || ' ' || p.surname) AS name FROM appointment_teachers AS t
      CROSS JOIN people AS p ON p.school_id = t.school_id AND p.id = t.teacher_id
      WHERE t.school_id = ${schoolId} AND t.appointment_id = ${appointments.id} ORDER BY t.position))`;
  return db
    .select({
      ...{ id, startsAt, state, subject: classes.subject, teachers: teachers.as("teachers") },
      evening: columnsAs("evening", { id: evenings.id, name: evenings.name, startsAt: evenings.startsAt }),
      student: columnsAs("student", { id: students.id, forename: students.forename, surname: students.surname }),
      guardian: columnsAs("guardian", { id: people.id, forename: people.forename, surname: people.surname }),
      flagged: sql<number>`${appointmentFlags.flaggedAt} IS NOT NULL`.as("flagged"),
    })
    .from(appointments)
    .innerJoin(evenings, and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId)))
    .innerJoin(students, and(eq(students.schoolId, schoolId), eq(students.id, appointments.studentId)))
    .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, appointments.guardianId)))
    .innerJoin(classes, and(eq(classes.schoolId, schoolId), eq(classes.id, appointments.classId)))
    .leftJoin(appointmentFlags, and(eq(appointmentFlags.schoolId, schoolId), eq(appointmentFlags.appointmentId, id)))
    .where(and(eq(appointments.schoolId, schoolId), sql`${id} IN (${idsOf(schoolId, whose)})`))
    .orderBy(desc(evenings.startsAt), asc(evenings.id), asc(startsAt), asc(id))
    .limit(MOST);
}

/** Their ids: a query. Appointments about a student are found by the student's guardians, past and present. */
export function idsOf(schoolId: string, whose: Whose): SQL {
  if ("guardianId" in whose)
    return sql`SELECT own.id FROM appointments AS own WHERE own.school_id = ${schoolId} AND own.guardian_id = ${whose.guardianId}`;
  if ("teacherId" in whose)
    return sql`SELECT own.appointment_id FROM appointment_teachers AS own WHERE own.school_id = ${schoolId} AND own.teacher_id = ${whose.teacherId}`;
  return sql`SELECT own.id FROM guardianships AS g CROSS JOIN appointments AS own
    ON own.school_id = g.school_id AND own.guardian_id = g.guardian_id AND own.student_id = g.student_id
    WHERE g.school_id = ${schoolId} AND g.student_id = ${whose.studentId}`;
}

type Row = Omit<RecordAppointment, "teachers" | "flagged"> & { teachers: string; flagged: number };

export function appointmentOf(row: Row): RecordAppointment {
  return {
    ...row,
    teachers: JSON.parse(row.teachers) as RecordAppointment["teachers"],
    flagged: row.flagged === 1,
  };
}
