import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { inList } from "../db/json-list.ts";
import { appointments, appointmentTeachers, teacherNotes } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** The longest note, in characters. */
export const MOST_NOTE_LENGTH = 4000;

export type OwnNote = { text: string; savedAt: number };
type Whose = { schoolId: string; appointmentId: string; teacherId: string };

/** Keeps a teacher's note on an appointment of their own; an empty one is none. False where they have no such appointment. */
export async function saveNote(db: Database, { schoolId, appointmentId, teacherId }: Whose, text: string, now: number) {
  const mine = and(
    eq(teacherNotes.schoolId, schoolId),
    eq(teacherNotes.appointmentId, appointmentId),
    eq(teacherNotes.teacherId, teacherId),
  );
  const taught = db
    .select({
      schoolId: appointments.schoolId,
      appointmentId: appointments.id,
      teacherId: appointmentTeachers.teacherId,
      eveningId: appointments.eveningId,
      text: sql<string>`${text}`.as("text"),
      savedAt: sql<number>`${now}`.as("saved_at"),
    })
    .from(appointments)
    .innerJoin(
      appointmentTeachers,
      and(
        eq(appointmentTeachers.schoolId, appointments.schoolId),
        eq(appointmentTeachers.appointmentId, appointments.id),
        eq(appointmentTeachers.teacherId, teacherId),
      ),
    )
    .where(and(eq(appointments.schoolId, schoolId), eq(appointments.id, appointmentId)));
  const kept = await db
    .insert(teacherNotes)
    .select(taught)
    .onConflictDoUpdate({
      target: [teacherNotes.schoolId, teacherNotes.appointmentId, teacherNotes.teacherId],
      set: { text: sql`excluded.text`, savedAt: sql`excluded.saved_at` },
    })
    .returning({ savedAt: teacherNotes.savedAt });
  if (text === "") await db.delete(teacherNotes).where(mine);
  return kept.length > 0;
}

/** A teacher's own notes on these appointments. */
export async function readNotes(
  scope: Scope,
  teacherId: string,
  appointmentIds: string[],
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
