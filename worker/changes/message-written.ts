import { and, eq, gt } from "drizzle-orm";
import { appointments } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** The longest message to a teacher. */
export const MOST_NOTE = 500;

/** Changes the message of a guardian's own appointment that has still to begin. Its class, or null where there is no such appointment. */
export async function writeNote(
  scope: Scope,
  note: { guardianId: string; eveningId: string; appointmentId: string; text: string },
): Promise<{ studentId: string; classId: string } | null> {
  const { db, schoolId, now } = scope;
  const [changed] = await db
    .update(appointments)
    .set({ note: note.text })
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.id, note.appointmentId),
        eq(appointments.guardianId, note.guardianId),
        eq(appointments.eveningId, note.eveningId),
        eq(appointments.state, "booked"),
        gt(appointments.startsAt, now),
      ),
    )
    .returning({ studentId: appointments.studentId, classId: appointments.classId });
  return changed ?? null;
}
