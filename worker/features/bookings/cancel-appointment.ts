import { and, eq } from "drizzle-orm";
import { appointmentGivenBack, type OwnAppointmentId } from "../../changes/appointments-cancelled.ts";
import { commit } from "../../db/guard.ts";
import type { ClassId, StudentId } from "../../db/ids.ts";
import { appointments } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

export type Cancelled =
  | { kind: "cancelled"; studentId: StudentId; classId: ClassId }
  | { kind: "refused"; reason: "not-open" | "past" | "late" }
  /** No such appointment of this guardian's in this evening. */
  | { kind: "unknown" };

/** Gives a time back: everybody's time is free with the same commit. Again is the same as once. */
export async function cancelAppointment(scope: Scope, of: OwnAppointmentId): Promise<Cancelled> {
  const refused = await commit(scope.db, appointmentGivenBack(scope, of));
  const appointment = await findOwn(scope, of);
  if (!appointment) return { kind: "unknown" };
  if (refused === "not-open") return { kind: "refused", reason: "not-open" };
  if (refused === "late") return { kind: "refused", reason: appointment.startsAt <= scope.now ? "past" : "late" };
  return { kind: "cancelled", studentId: appointment.studentId, classId: appointment.classId };
}

function findOwn({ db, schoolId }: Scope, { guardianId, eveningId, appointmentId }: OwnAppointmentId) {
  return db
    .select()
    .from(appointments)
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.id, appointmentId),
        eq(appointments.guardianId, guardianId),
        eq(appointments.eveningId, eveningId),
      ),
    )
    .get();
}
