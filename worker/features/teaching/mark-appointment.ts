import { deliverNotices } from "../../after-commit/deliver-notices.ts";
import { tellBoards } from "../../after-commit/tell-boards.ts";
import { auditStatement } from "../../changes/audit.ts";
import { noticeStatements } from "../../changes/room-notices.ts";
import type { AppointmentId, TeacherId } from "../../db/ids.ts";
import { appointmentMarks } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { schoolScope } from "../../db/scope.ts";
import type { Deps } from "../../http/context.ts";
import { listAppointments } from "../../queries/appointments.ts";
import { readMarks } from "../../queries/marks.ts";
import { loadFacts } from "../../queries/room-facts.ts";
import { faultWords } from "../../rules/fault-words.ts";

export type Change =
  /** The family did not come, or did after all. */
  | { kind: "absent"; on: boolean }
  /** The teacher comes so many minutes late; 0 takes it back. */
  | { kind: "late"; minutes: number }
  /** The guest is taken out of this one call, or let back in. */
  | { kind: "guest"; out: boolean };

export type MarkBy = { scope: Scope; appointmentId: AppointmentId; teacherId: TeacherId };

/**
 * A teacher's mark on an appointment of their own. The room has been told when this resolves, or will be by the sweep, and staff's live
 * pages with it. Doing it twice
 * is harmless. The evening's id, or null where the teacher has no such appointment, or it has no guest.
 */
export async function markAppointment(deps: Deps, by: MarkBy, change: Change): Promise<string | null> {
  const { db } = deps;
  const { scope, appointmentId, teacherId } = by;
  const { schoolId } = scope;
  const [mine] = await listAppointments(scope, { ids: [appointmentId], teacherId });
  if (!mine) return null;
  const set = await columnsOf(by, change);
  if (!set) return null;
  const { eveningId } = mine;
  const table = appointmentMarks;
  const marked = db
    .insert(table)
    .values({ schoolId, appointmentId, eveningId, ...set })
    .onConflictDoUpdate({ target: [table.schoolId, table.appointmentId], set });
  const written = auditStatement(scope, {
    actor: teacherId,
    action: actionOf(change),
    object: appointmentId,
  });
  if (change.kind === "absent") {
    await db.batch([marked, written]);
    await tellBoards(deps, scope, [mine]);
    return eveningId;
  }
  await db.batch([marked, ...noticeStatements(scope, [appointmentId]), written]);
  await deliverNotices(deps).catch((error: unknown) => {
    console.error("notices after a mark:", faultWords(error));
  });
  return eveningId;
}

async function columnsOf({ scope, appointmentId }: MarkBy, change: Change) {
  const { now } = scope;
  if (change.kind === "absent") return { absentAt: change.on ? now : null };
  if (change.kind === "late") return { lateMinutes: change.minutes };
  if (!change.out) return { guestOut: null };
  const [room] = await loadFacts(scope, [appointmentId]);
  const guest = room?.facts.people.find(({ role }) => role === "guest")?.participantId;
  const already = (await readMarks(scope, [appointmentId])).get(appointmentId)?.guestOut;
  return guest || already ? { guestOut: guest ?? already ?? null } : null;
}

function actionOf(change: Change): string {
  if (change.kind === "absent") return change.on ? "appointment.marked_absent" : "appointment.unmarked_absent";
  if (change.kind === "guest") return change.out ? "call.guest_taken_out" : "call.guest_let_back";
  return change.minutes > 0 ? "appointment.running_late" : "appointment.not_late";
}
