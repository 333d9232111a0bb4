import type { AppointmentId, ClassId, EveningId, StudentId } from "../../db/ids.ts";
import type { LoadedBoard } from "../../queries/booking-grid.ts";
import { fitsGrid } from "../../rules/booking/grid.ts";
import { isTooLate } from "../../rules/booking/lead-time.ts";
import type { Refusal } from "../../rules/booking/refusal.ts";
import { type Offer, type OwnAppointment, ownFor, slotsOfOffer } from "../../rules/booking/slots.ts";
import { windowOf } from "../../rules/booking/window.ts";

/** What a press on a time asks for. */
export type Choice = {
  /** Of the appointment to be made, or of the one to be moved: rendered into the form. */
  appointmentId: AppointmentId;
  eveningId: EveningId;
  studentId: StudentId;
  classId: ClassId;
  /** Epoch milliseconds. */
  startsAt: number;
  /** Whether the form showed an appointment of this class that the press would move. */
  moves: boolean;
  /** The message to the teachers; undefined leaves what there is. */
  note?: string | undefined;
};

export type Verdict =
  /** No such evening, or nothing of this guardian's in it. */
  | { kind: "unknown" }
  /** The same press was here before. */
  | { kind: "done" }
  | { kind: "refused"; refusal: Refusal; offer: Offer }
  | { kind: "allowed"; offer: Offer };

/** What the evening's rules say to a press, by what the guardian's page would show at that moment. */
export function judgePress(board: LoadedBoard | null, choice: Choice, now: number): Verdict {
  const offer = board?.offers.find(
    ({ student, classId }) => student.id === choice.studentId && classId === choice.classId,
  );
  if (!board || !offer || windowOf(board.evening, now) === "hidden") return { kind: "unknown" };
  const own = ownFor(board, offer);
  if (own?.id === choice.appointmentId && own.startsAt === choice.startsAt) return { kind: "done" };
  const refusal = refusalOf(board, offer, own, choice, now);
  return refusal ? { kind: "refused", refusal, offer } : { kind: "allowed", offer };
}

function refusalOf(
  board: LoadedBoard,
  offer: Offer,
  own: OwnAppointment | undefined,
  { appointmentId, startsAt, moves }: Choice,
  now: number,
): Refusal | null {
  if (windowOf(board.evening, now) !== "open") return { kind: "not-open" };
  if (!fitsGrid(board.evening, startsAt, offer.units)) return { kind: "no-such-time" };
  if (own && !moves) return { kind: "already", own };
  if (moves && own?.id !== appointmentId) return { kind: "stale" };
  if (own && own.startsAt <= now) return { kind: "past" };
  if (own && isTooLate(board.evening, own.startsAt, now)) return { kind: "late" };
  const state = slotsOfOffer(board, offer, now).slots.find((slot) => slot.startsAt === startsAt)?.state;
  if (!state) return { kind: "no-such-time" };
  return state.kind === "free" || state.kind === "yours" ? null : state;
}
