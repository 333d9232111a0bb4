import { guestTakenOut, latenessMarked, noShowMarked } from "../../changes/teaching.ts";
import { commit } from "../../db/guard.ts";
import type { AppointmentId, EveningId, TeacherId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import type { Statement } from "../../db/statement.ts";
import { listAppointments } from "../../queries/appointments.ts";
import { readMarks } from "../../queries/marks.ts";
import { loadFacts } from "../../queries/room-facts.ts";

export type Mark =
  /** The family did not come, or did after all. */
  | { kind: "no-show"; on: boolean }
  /** The teacher comes so many minutes late; 0 takes it back. */
  | { kind: "late"; minutes: number }
  /** The guest is taken out of this one call, or let back in. */
  | { kind: "guest"; out: boolean };

export type MarkBy = { scope: Scope; appointmentId: AppointmentId; teacherId: TeacherId };

/**
 * A teacher's mark on an appointment of their own. Doing it twice is harmless. The evening's id, or null where the teacher has no such
 * appointment, or it has no guest.
 */
export async function markAppointment(by: MarkBy, change: Mark): Promise<EveningId | null> {
  const { scope, appointmentId, teacherId } = by;
  const [mine] = await listAppointments(scope, { ids: [appointmentId], teacherId });
  if (!mine) return null;
  const statements = await statementsOf(scope, { appointmentId, eveningId: mine.eveningId }, change);
  if (!statements) return null;
  await commit(scope.db, statements);
  return mine.eveningId;
}

type Of = { appointmentId: AppointmentId; eveningId: EveningId };

async function statementsOf(scope: Scope, of: Of, change: Mark): Promise<Statement[] | null> {
  if (change.kind === "no-show") return noShowMarked(scope, of, change.on);
  if (change.kind === "late") return latenessMarked(scope, of, change.minutes);
  if (!change.out) return guestTakenOut(scope, of, null);
  const [room] = await loadFacts(scope, [of.appointmentId]);
  const guest = room?.facts.people.find(({ role }) => role === "guest")?.participantId;
  const already = (await readMarks(scope, [of.appointmentId])).get(of.appointmentId)?.guestOut;
  const out = guest ?? already;
  return out ? guestTakenOut(scope, of, out) : null;
}
