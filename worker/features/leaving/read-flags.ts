import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { FlagView } from "../../../web/pages/desk-flags-page.tsx";
import type { AppointmentId, TeacherId } from "../../db/ids.ts";
import { inList } from "../../db/json-list.ts";
import { appointmentFlags, classTeachers, evenings, people } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { type Appointment, listAppointments } from "../../queries/appointments.ts";
import { fullName, studentName } from "../../rules/names.ts";

type Teacher = { id: TeacherId; name: string };

/** Every appointment about which the office has to decide, by time, each with the teachers who are free then: those of its class first. */
export async function readFlags(scope: Scope): Promise<FlagView[]> {
  const { db, schoolId, now } = scope;
  const flags = await db
    .select({ id: appointmentFlags.appointmentId, because: appointmentFlags.because, evening: evenings.name })
    .from(appointmentFlags)
    .innerJoin(evenings, and(eq(evenings.schoolId, schoolId), eq(evenings.id, appointmentFlags.eveningId)))
    .where(and(eq(appointmentFlags.schoolId, schoolId), gt(evenings.endsAt, now)));
  if (flags.length === 0) return [];
  const ids = flags.map(({ id }) => id);
  const [booked, teachers, busy] = await Promise.all([
    listAppointments(scope, { ids }),
    teachersHere(scope),
    busyAt(scope, ids),
  ]);
  const ofClass = await teachersOfClasses(scope, booked);
  const byId = new Map(flags.map((flag) => [flag.id, flag]));
  return booked.flatMap((appointment) => {
    const flag = byId.get(appointment.id);
    if (!flag) return [];
    const free = teachers.filter(({ id }) => !busy.has(`${appointment.id} ${id}`));
    return [viewOf(appointment, flag, free, ofClass.get(appointment.classId) ?? new Set())];
  });
}

type Flag = { because: FlagView["because"]; evening: string };

function viewOf(appointment: Appointment, flag: Flag, free: readonly Teacher[], ofClass: Set<TeacherId>): FlagView {
  const { id, startsAt, student, guardian, subject } = appointment;
  return {
    ...{ id, startsAt, subject, because: flag.because, evening: flag.evening, student: studentName(student) },
    guardian: fullName({ ...guardian, role: "guardian" }),
    teachers: appointment.teachers.map((teacher) => fullName({ ...teacher, role: "teacher" })),
    free: free
      .filter((teacher) => !appointment.teachers.some((one) => one.id === teacher.id))
      .map((teacher) => ({ ...teacher, ofClass: ofClass.has(teacher.id) })),
  };
}

/** By name. */
async function teachersHere({ db, schoolId }: Scope): Promise<Teacher[]> {
  const rows = await db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.role, "teacher"), isNull(people.endedAt)))
    .orderBy(asc(people.sortKey), asc(people.surname), asc(people.id));
  return rows.map((person) => ({ id: person.id, name: fullName(person) }));
}

/** Appointment and teacher, for each teacher who has given some of the appointment's time away to something else. */
async function busyAt({ db, schoolId, now }: Scope, ids: readonly AppointmentId[]): Promise<Set<string>> {
  const rows = await db.all<{ pair: string }>(
    sql`SELECT DISTINCT a.id || ' ' || c.person_id AS pair FROM json_each(${JSON.stringify(ids)}) AS one
      CROSS JOIN appointments AS a ON a.school_id = ${schoolId} AND a.id = one.value
      CROSS JOIN people AS p ON p.school_id = ${schoolId} AND p.role = 'teacher' AND p.ended_at IS NULL
      CROSS JOIN claims AS c ON c.school_id = ${schoolId} AND c.person_id = p.id AND c.unit_at < a.ends_at
        AND c.unit_at > a.starts_at - 86400000 AND c.appointment_id IS NOT a.id AND (c.held_until IS NULL OR c.held_until > ${now})
      CROSS JOIN evenings AS e ON e.school_id = ${schoolId} AND e.id = c.evening_id
      WHERE c.unit_at + e.slot_seconds * 1000 > a.starts_at`,
  );
  return new Set(rows.map(({ pair }) => pair));
}

async function teachersOfClasses({ db, schoolId }: Scope, booked: readonly Appointment[]) {
  const rows = await db
    .select({ classId: classTeachers.classId, teacherId: classTeachers.teacherId })
    .from(classTeachers)
    .where(
      and(
        eq(classTeachers.schoolId, schoolId),
        inList(
          classTeachers.classId,
          booked.map(({ classId }) => classId),
        ),
      ),
    );
  const found = new Map<string, Set<TeacherId>>();
  for (const { classId, teacherId } of rows)
    found.set(classId, (found.get(classId) ?? new Set<TeacherId>()).add(teacherId));
  return found;
}
