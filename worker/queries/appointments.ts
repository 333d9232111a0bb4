import { and, asc, eq, inArray, type SQL } from "drizzle-orm";
import type { ClassId, EveningId, GuardianId, StudentId, TeacherId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { appointments, appointmentTeachers, classes, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

export type NamedPerson = {
  id: string;
  title: string;
  forename: string;
  surname: string;
  /** When they left the school; null for whoever is here. */
  endedAt?: number | null;
};

/** A booked appointment with everyone and everything that a page, a mail or the room has to name. */
export type Appointment = {
  id: string;
  eveningId: EveningId;
  startsAt: number;
  endsAt: number;
  state: "booked" | "cancelled";
  version: number;
  guardian: NamedPerson;
  student: { id: string; forename: string; surname: string; endedAt?: number | null };
  subject: string;
  department: string;
  classId: ClassId;
  /** One to three, in the class's order. */
  teachers: NamedPerson[];
};

export type AppointmentFilter = {
  eveningId?: EveningId;
  guardianId?: GuardianId;
  teacherId?: TeacherId;
  studentIds?: StudentId[];
  ids?: string[];
  /** Booked only, unless told otherwise. */
  includeCancelled?: boolean;
};

const nameColumns = {
  ...{ id: people.id, title: people.title, forename: people.forename, surname: people.surname },
  endedAt: people.endedAt,
};

/** A school's appointments by time. Two queries whatever the number: the appointments, then all their teachers. */
export async function listAppointments(scope: Scope, filter: AppointmentFilter): Promise<Appointment[]> {
  const { db, schoolId } = scope;
  const rows = await db
    .select({
      appointment: appointments,
      guardian: nameColumns,
      student: {
        ...{ id: students.id, forename: students.forename, surname: students.surname },
        endedAt: students.endedAt,
      },
      subject: classes.subject,
      department: classes.department,
    })
    .from(appointments)
    .innerJoin(people, and(eq(people.schoolId, appointments.schoolId), eq(people.id, appointments.guardianId)))
    .innerJoin(students, and(eq(students.schoolId, appointments.schoolId), eq(students.id, appointments.studentId)))
    .innerJoin(classes, and(eq(classes.schoolId, appointments.schoolId), eq(classes.id, appointments.classId)))
    .where(and(eq(appointments.schoolId, schoolId), ...conditions(scope, filter)))
    .orderBy(asc(appointments.startsAt), asc(appointments.id));
  const teachers = await teachersOf(
    scope,
    rows.map((row) => row.appointment.id),
  );
  return rows.map(({ appointment, guardian, student, subject, department }) => ({
    id: appointment.id,
    eveningId: appointment.eveningId,
    startsAt: appointment.startsAt,
    endsAt: appointment.endsAt,
    state: appointment.state,
    version: appointment.version,
    classId: appointment.classId,
    guardian,
    student,
    subject,
    department,
    teachers: teachers.get(appointment.id) ?? [],
  }));
}

function conditions(scope: Scope, filter: AppointmentFilter): SQL[] {
  const { db, schoolId } = scope;
  const found: SQL[] = [];
  if (!filter.includeCancelled) found.push(eq(appointments.state, "booked"));
  if (filter.eveningId !== undefined) found.push(eq(appointments.eveningId, filter.eveningId));
  if (filter.guardianId !== undefined) found.push(eq(appointments.guardianId, filter.guardianId));
  if (filter.studentIds) found.push(inList(appointments.studentId, filter.studentIds));
  if (filter.ids) found.push(inList(appointments.id, filter.ids));
  if (filter.teacherId !== undefined) {
    const taught = db
      .select({ id: appointmentTeachers.appointmentId })
      .from(appointmentTeachers)
      .where(and(eq(appointmentTeachers.schoolId, schoolId), eq(appointmentTeachers.teacherId, filter.teacherId)));
    found.push(inArray(appointments.id, taught));
  }
  return found;
}

async function teachersOf(scope: Scope, ids: string[]): Promise<Map<string, NamedPerson[]>> {
  const { db, schoolId } = scope;
  const byAppointment = new Map<string, NamedPerson[]>();
  if (ids.length === 0) return byAppointment;
  const rows = await db
    .select({ appointmentId: appointmentTeachers.appointmentId, teacher: nameColumns })
    .from(appointmentTeachers)
    .innerJoin(
      people,
      and(eq(people.schoolId, appointmentTeachers.schoolId), eq(people.id, appointmentTeachers.teacherId)),
    )
    .where(and(eq(appointmentTeachers.schoolId, schoolId), inList(appointmentTeachers.appointmentId, ids)))
    .orderBy(asc(appointmentTeachers.position));
  for (const { appointmentId, teacher } of rows)
    byAppointment.set(appointmentId, [...(byAppointment.get(appointmentId) ?? []), teacher]);
  return byAppointment;
}
