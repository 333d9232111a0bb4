import { and, eq } from "drizzle-orm";
import type { AppointmentId, TeacherId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { teacherNotes } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

export type OwnNote = { text: string; savedAt: number };
/** A teacher's own notes on these appointments. */
export async function readNotes(
  scope: Scope,
  teacherId: TeacherId,
  appointmentIds: AppointmentId[],
): Promise<Map<string, OwnNote>> {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ id: teacherNotes.appointmentId, text: teacherNotes.text, savedAt: teacherNotes.savedAt })
    .from(teacherNotes)
    .where(
      and(
        eq(teacherNotes.schoolId, schoolId),
        eq(teacherNotes.teacherId, teacherId),
        inList(teacherNotes.appointmentId, appointmentIds),
      ),
    );
  return new Map(rows.map(({ id, ...note }) => [id, note]));
}
