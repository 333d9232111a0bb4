import { and, eq } from "drizzle-orm";
import type { TeacherId } from "../../db/ids.ts";
import { formerTeachers } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { type Appointment, type AppointmentFilter, listAppointments } from "../../queries/appointments.ts";

/** Everything that a feed has ever shown: cancelled ones too, and as cancelled what a move gave to other teachers. */
export async function feedAppointments(scope: Scope, whose: AppointmentFilter): Promise<Appointment[]> {
  const [theirs, formerly] = await Promise.all([
    listAppointments(scope, { ...whose, includeCancelled: true }),
    whose.teacherId === undefined ? [] : taughtBefore(scope, whose.teacherId),
  ]);
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
