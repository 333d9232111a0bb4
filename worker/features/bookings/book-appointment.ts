import { bookTime } from "../../changes/appointments-booked.ts";
import { moveTime } from "../../changes/appointments-moved.ts";
import { ruleOf } from "../../db/guard.ts";
import type { GuardianId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import { type BookingGrid, loadBookingGrid } from "../../queries/booking-grid.ts";
import type { Refusal } from "../../rules/booking/refusal.ts";
import type { BookableClass } from "../../rules/booking/slot-facts.ts";
import { type Choice, judgePress } from "./judge-press.ts";

export type Booked =
  | { kind: "booked" | "moved" }
  /** `bookingGrid` is what holds now. */
  | { kind: "refused"; refusal: Refusal; bookable: BookableClass; bookingGrid: BookingGrid }
  /** No such evening, or nothing of this guardian's in it. */
  | { kind: "unknown" };

/**
 * Books a time, or moves the guardian's appointment for the class to it. One write, which decides: every rule is in the batch's guard. Only
 * a refusal reads, what holds then, to tell its reason. Sent twice, the same form is one booking.
 */
export async function bookAppointment(scope: Scope, guardianId: GuardianId, choice: Choice): Promise<Booked> {
  const { db, schoolId, actor, now } = scope;
  const { appointmentId: id, eveningId, studentId, classId, startsAt, moves, note = null } = choice;
  const press = { schoolId, actor, guardianId, id, eveningId, studentId, classId, startsAt, note, now };
  const refused = await ruleOf(() => (moves ? moveTime : bookTime)(db, press));
  if (refused === null) return { kind: moves ? "moved" : "booked" };
  return explain(scope, guardianId, choice);
}

async function explain(scope: Scope, guardianId: GuardianId, choice: Choice): Promise<Booked> {
  const bookingGrid = await loadBookingGrid(scope, guardianId, choice.eveningId);
  const verdict = judgePress(bookingGrid, choice, scope.now);
  if (!bookingGrid || verdict.kind === "unknown") return { kind: "unknown" };
  if (verdict.kind === "done") return { kind: choice.moves ? "moved" : "booked" };
  // What stood in the way a moment ago may be gone by now: then the page is shown anew, to be pressed again.
  const refusal: Refusal = verdict.kind === "refused" ? verdict.refusal : { kind: "stale" };
  return { kind: "refused", refusal, bookable: verdict.bookable, bookingGrid };
}
