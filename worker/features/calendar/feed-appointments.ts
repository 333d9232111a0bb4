import { and, eq } from "drizzle-orm";
import type { GuardianId, TeacherId } from "../../db/ids.ts";
import { formerTeachers, guardianships } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { type Appointment, type AppointmentFilter, listAppointments } from "../../queries/appointments.ts";
import { booksFor } from "../../rules/booking/may-book.ts";

/**
 * Everything that a feed has ever shown: cancelled ones too, and as cancelled what a move gave to other teachers; but nothing of a student for
 * whom its guardian may not book any more.
 */
export async function feedAppointments(scope: Scope, whose: AppointmentFilter): Promise<Appointment[]> {
  const [all, formerly, theirStudents] = await Promise.all([
    listAppointments(scope, { ...whose, includeCancelled: true }),
    whose.teacherId === undefined ? [] : taughtBefore(scope, whose.teacherId),
    whose.guardianId === undefined ? null : bookedFor(scope, whose.guardianId),
  ]);
  const theirs = all.filter(({ student }) => !theirStudents || theirStudents.has(student.id));
  const again = new Set(theirs.map(({ id }) => id));
  const gone = formerly.filter(({ id }) => !again.has(id));
  return [...theirs, ...gone.map((appointment): Appointment => ({ ...appointment, state: "cancelled" }))];
}

async function taughtBefore(scope: Scope, teacherId: TeacherId): Promise<Appointment[]> {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ id: formerTeachers.appointmentId })
    .from(formerTeachers)
    .where(and(eq(formerTeachers.schoolId, schoolId), eq(formerTeachers.teacherId, teacherId)));
  if (rows.length === 0) return [];
  return listAppointments(scope, { ids: rows.map(({ id }) => id), includeCancelled: true });
}

async function bookedFor({ db, schoolId }: Scope, guardianId: GuardianId): Promise<Set<string>> {
  const rows = await db
    .select({ id: guardianships.studentId })
    .from(guardianships)
    .where(booksFor(schoolId, guardianId));
  return new Set(rows.map(({ id }) => id));
}
