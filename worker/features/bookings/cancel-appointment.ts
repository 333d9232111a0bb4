import { and, eq } from "drizzle-orm";
import { auditStatement } from "../../changes/audit.ts";
import { cancelStatements } from "../../changes/booking-statements.ts";
import { enqueueMail } from "../../changes/enqueue-mail.ts";
import { noteFreed } from "../../changes/freed-times.ts";
import { noticeStatements } from "../../changes/room-notices.ts";
import { appointments, evenings } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import type { Deps } from "../../http/context.ts";
import { isTooLate, windowOf } from "../../rules/booking/window.ts";
import { eveningFor } from "../../rules/booking/early-access.ts";

export type Cancelled =
  | { kind: "cancelled"; studentId: string; classId: string }
  | { kind: "refused"; reason: "not-open" | "past" | "late" }
  /** No such appointment of this guardian's in this evening. */
  | { kind: "unknown" };

/** Gives a time back: everybody's time is free with the same commit. Again is the same as once. */
export async function cancelAppointment(
  deps: Deps,
  scope: Scope,
  guardianId: string,
  eveningId: string,
  appointmentId: string,
): Promise<Cancelled> {
  const { now } = scope;
  const found = await findOwn(scope, guardianId, eveningId, appointmentId);
  if (!found) return { kind: "unknown" };
  const { appointment, evening } = found;
  const done = { kind: "cancelled", studentId: appointment.studentId, classId: appointment.classId } as const;
  if (appointment.state === "cancelled") return done;
  if (windowOf(evening, now) !== "open") return { kind: "refused", reason: "not-open" };
  if (appointment.startsAt <= now) return { kind: "refused", reason: "past" };
  if (isTooLate(evening, appointment.startsAt, now)) return { kind: "refused", reason: "late" };
  const { db } = deps;
  await db.batch([
    noteFreed(scope, { eveningId, appointmentId }),
    ...cancelStatements(scope, appointmentId),
    ...noticeStatements(scope, [appointmentId]),
    enqueueMail(scope, { kind: "booking_confirmation", guardianId, eveningId }),
    auditStatement(scope, { actor: guardianId, action: "appointment.cancelled", object: appointmentId }),
  ]);
  return done;
}

async function findOwn(scope: Scope, guardianId: string, eveningId: string, appointmentId: string) {
  const { db, schoolId } = scope;
  return db
    .select({ appointment: appointments, evening: eveningFor(schoolId, guardianId) })
    .from(appointments)
    .innerJoin(evenings, and(eq(evenings.schoolId, schoolId), eq(evenings.id, appointments.eveningId)))
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
