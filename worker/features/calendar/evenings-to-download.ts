import { and, asc, eq, gt } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { evenings } from "../../db/schema.ts";
import { type AppointmentFilter, listAppointments } from "../../queries/appointments.ts";

/** The evenings, by time and not yet over, in which somebody has appointments. */
export async function eveningsToDownload(db: Database, schoolId: string, whose: AppointmentFilter, now: number) {
  const [appointments, open] = await Promise.all([
    listAppointments(db, schoolId, whose),
    db
      .select({ id: evenings.id, name: evenings.name, startsAt: evenings.startsAt })
      .from(evenings)
      .where(and(eq(evenings.schoolId, schoolId), gt(evenings.endsAt, now)))
      .orderBy(asc(evenings.startsAt)),
  ]);
  const booked = new Set(appointments.map((appointment) => appointment.eveningId));
  return open.filter((evening) => booked.has(evening.id));
}
