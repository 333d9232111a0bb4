import { and, eq } from "drizzle-orm";
import type { OwnAppointmentId } from "../../changes/appointments-cancelled.ts";
import { messageWritten } from "../../changes/message-written.ts";
import { commit } from "../../db/guard.ts";
import type { ClassId, StudentId } from "../../db/ids.ts";
import { appointments } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

/** Changes the message of a guardian's own appointment that has still to begin. Its class, or null where there is no such appointment. */
export async function writeMessage(
  scope: Scope,
  of: OwnAppointmentId,
  text: string,
): Promise<{ studentId: StudentId; classId: ClassId } | null> {
  const { db, schoolId } = scope;
  if ((await commit(db, messageWritten(scope, of, text))) !== null) return null;
  const row = await db
    .select({ studentId: appointments.studentId, classId: appointments.classId })
    .from(appointments)
    .where(and(eq(appointments.schoolId, schoolId), eq(appointments.id, of.appointmentId)))
    .get();
  return row ?? null;
}
