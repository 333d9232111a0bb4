import { and, eq, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { AppointmentId, EveningId, InviteId, TeacherId } from "../db/ids.ts";
import { appointmentMarks, teacherNotes } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited } from "./audit.ts";
import { roomsNoticed } from "./room-notices.ts";

type Of = { appointmentId: AppointmentId; eveningId: EveningId };

/** A teacher says that the family did not come, or did after all: staff's pages are told by the room's notice. */
export function noShowMarked(scope: Scope, of: Of, absent: boolean): Statement[] {
  const action = absent ? "appointment.marked_absent" : "appointment.unmarked_absent";
  return [
    marked(scope, of, { absentAt: absent ? scope.now : null }),
    ...roomNoticed(scope, of),
    audited(scope, action, of.appointmentId),
  ];
}

/** A teacher comes so many minutes late, 0 for not: open pages are told. */
export function latenessMarked(scope: Scope, of: Of, minutes: number): Statement[] {
  return [
    marked(scope, of, { lateMinutes: minutes }),
    ...roomNoticed(scope, of),
    audited(scope, minutes > 0 ? "appointment.running_late" : "appointment.not_late", of.appointmentId),
  ];
}

/** The guest of an invite is taken out of one call, or let back in with null: the room is told. */
export function guestTakenOut(scope: Scope, of: Of, inviteId: InviteId | null): Statement[] {
  return [
    marked(scope, of, { guestOut: inviteId }),
    ...roomNoticed(scope, of),
    audited(scope, inviteId === null ? "call.guest_let_back" : "call.guest_taken_out", of.appointmentId),
  ];
}

function marked(
  { db, schoolId }: Scope,
  { appointmentId, eveningId }: Of,
  set: Partial<typeof appointmentMarks.$inferInsert>,
): Statement {
  const table = appointmentMarks;
  return db
    .insert(table)
    .values({ schoolId, appointmentId, eveningId, ...set })
    .onConflictDoUpdate({ target: [table.schoolId, table.appointmentId], set });
}

function roomNoticed(scope: Scope, { appointmentId }: Of): Statement[] {
  return roomsNoticed(
    scope,
    sql`SELECT id FROM appointments WHERE school_id = ${scope.schoolId} AND id = ${appointmentId}`,
  );
}

/** A teacher keeps a note on an appointment of their own; an empty one is none. Refused as `unknown` where they have no such appointment. */
export function noteKept(
  scope: Scope,
  of: { appointmentId: AppointmentId; teacherId: TeacherId },
  text: string,
): Statement[] {
  const { db, schoolId, now } = scope;
  const { appointmentId, teacherId } = of;
  const taught = sql`SELECT a.school_id, a.id, t.teacher_id, a.evening_id, ${text}, ${now} FROM appointments AS a
    CROSS JOIN appointment_teachers AS t ON t.school_id = a.school_id AND t.appointment_id = a.id AND t.teacher_id = ${teacherId}
    WHERE a.school_id = ${schoolId} AND a.id = ${appointmentId}`;
  const mine = and(
    eq(teacherNotes.schoolId, schoolId),
    eq(teacherNotes.appointmentId, appointmentId),
    eq(teacherNotes.teacherId, teacherId),
  );
  return [
    guardStatement(db, [{ name: "unknown", broken: sql`NOT EXISTS (${taught})` }]),
    text === ""
      ? db.delete(teacherNotes).where(mine)
      : db
          .insert(teacherNotes)
          .select(taught)
          .onConflictDoUpdate({
            target: [teacherNotes.schoolId, teacherNotes.appointmentId, teacherNotes.teacherId],
            set: { text: sql`excluded.text`, savedAt: sql`excluded.saved_at` },
          }),
  ];
}
