import { and, eq, inArray } from "drizzle-orm";
import type { EveningId } from "../../db/ids.ts";
import type { Person } from "../../db/records.ts";
import { appointments, appointmentTeachers, evenings } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";

/** The evening whose calls a person asks for, or the one running now or next of those they have an appointment in. */
export async function callEvening(scope: Scope, person: Person, eveningId?: EveningId) {
  const { db, schoolId, now } = scope;
  const theirs = await db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), inArray(evenings.id, bookedEvenings(scope, person))));
  return eveningId === undefined ? chooseEvening(theirs, now) : theirs.find((evening) => evening.id === eveningId);
}

function bookedEvenings(scope: Scope, person: Person) {
  const { db, schoolId } = scope;
  const booked = [eq(appointments.schoolId, schoolId), eq(appointments.state, "booked")];
  const ids = db.select({ id: appointments.eveningId }).from(appointments);
  if (person.role === "guardian") return ids.where(and(...booked, eq(appointments.guardianId, person.id)));
  const taught = db
    .select({ id: appointmentTeachers.appointmentId })
    .from(appointmentTeachers)
    .where(and(eq(appointmentTeachers.schoolId, schoolId), eq(appointmentTeachers.teacherId, person.id)));
  return ids.where(and(...booked, inArray(appointments.id, taught)));
}
