import { bookTime, moveTime } from "../../changes/booking-batches.ts";
import type { Scope } from "../../db/scope.ts";
import type { Deps } from "../../http/context.ts";
import { type LoadedBoard, loadBoard } from "../../queries/booking-grid.ts";
import { type Refusal, violatedTable } from "../../rules/booking/refusal.ts";
import type { Offer } from "../../rules/booking/slots.ts";
import { type Choice, judgePress } from "./judge-press.ts";

export type Booked =
  | { kind: "booked" | "moved" }
  /** `board` is what holds now. */
  | { kind: "refused"; refusal: Refusal; offer: Offer; board: LoadedBoard }
  /** No such evening, or nothing of this guardian's in it. */
  | { kind: "unknown" };

/**
 * Books a time, or moves the guardian's appointment for the class to it. One write, which decides: every rule is in the batch itself. Only
 * a refusal reads, what holds then, to tell its reason. Sent twice, the same form is one booking.
 */
export async function bookAppointment(deps: Deps, scope: Scope, guardianId: string, choice: Choice): Promise<Booked> {
  const { schoolId, now } = scope;
  const { appointmentId, eveningId, studentId, classId, startsAt, moves, note = null } = choice;
  const press = { schoolId, guardianId, id: appointmentId, eveningId, studentId, classId, startsAt, note, now };
  try {
    await (moves ? moveTime : bookTime)(deps.db, press);
    return { kind: moves ? "moved" : "booked" };
  } catch (error) {
    if (!violatedTable(error)) throw error;
  }
  return explain(deps, scope, guardianId, choice);
}

async function explain(deps: Deps, scope: Scope, guardianId: string, choice: Choice): Promise<Booked> {
  const { now } = scope;
  const board = await loadBoard(scope, guardianId, choice.eveningId);
  const verdict = judgePress(board, choice, now);
  if (!board || verdict.kind === "unknown") return { kind: "unknown" };
  if (verdict.kind === "done") return { kind: choice.moves ? "moved" : "booked" };
  // What stood in the way a moment ago may be gone by now: then the page is shown anew, to be pressed again.
  const refusal: Refusal = verdict.kind === "refused" ? verdict.refusal : { kind: "stale" };
  return { kind: "refused", refusal, offer: verdict.offer, board };
}
