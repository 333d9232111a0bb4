import { and, asc, eq, gt } from "drizzle-orm";
import { evenings } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { type AppointmentFilter, listAppointments } from "../../queries/appointments.ts";

/** The evenings, by time and not yet over, in which somebody has appointments. */
export async function eveningsToDownload(scope: Scope, whose: AppointmentFilter) {
  const { db, schoolId, now } = scope;
  const [appointments, open] = await Promise.all([
    listAppointments(scope, whose),
    db
      .select({ id: evenings.id, name: evenings.name, startsAt: evenings.startsAt })
      .from(evenings)
      .where(and(eq(evenings.schoolId, schoolId), gt(evenings.endsAt, now)))
      .orderBy(asc(evenings.startsAt)),
  ]);
  const booked = new Set(appointments.map((appointment) => appointment.eveningId));
  return open.filter((evening) => booked.has(evening.id));
}
