import type { AppointmentId, ClassId, EveningId, StudentId } from "../../db/ids.ts";
import type { BookingGrid } from "../../queries/booking-grid.ts";
import { fitsGrid } from "../../rules/booking/grid.ts";
import { isTooLate } from "../../rules/booking/lead-time.ts";
import type { Refusal } from "../../rules/booking/refusal.ts";
import type { BookableClass, OwnAppointment } from "../../rules/booking/slot-facts.ts";
import { ownFor, slotsOfBookable } from "../../rules/booking/slots.ts";
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
  | { kind: "refused"; refusal: Refusal; bookable: BookableClass }
  | { kind: "allowed"; bookable: BookableClass };

/** What the evening's rules say to a press, by what the guardian's page would show at that moment. */
export function judgePress(bookingGrid: BookingGrid | null, choice: Choice, now: number): Verdict {
  const bookable = bookingGrid?.bookables.find(
    ({ student, classId }) => student.id === choice.studentId && classId === choice.classId,
  );
  if (!bookingGrid || !bookable || windowOf(bookingGrid.evening, now) === "hidden") return { kind: "unknown" };
  const own = ownFor(bookingGrid, bookable);
  if (own?.id === choice.appointmentId && own.startsAt === choice.startsAt) return { kind: "done" };
  const refusal = refusalOf(bookingGrid, bookable, own, choice, now);
  return refusal ? { kind: "refused", refusal, bookable } : { kind: "allowed", bookable };
}

function refusalOf(
  bookingGrid: BookingGrid,
  bookable: BookableClass,
  own: OwnAppointment | undefined,
  { appointmentId, startsAt, moves }: Choice,
  now: number,
): Refusal | null {
  if (windowOf(bookingGrid.evening, now) !== "open") return { kind: "not-open" };
  if (!fitsGrid(bookingGrid.evening, startsAt, bookable.units)) return { kind: "no-such-time" };
  if (own && !moves) return { kind: "already", own };
  if (moves && own?.id !== appointmentId) return { kind: "stale" };
  if (own && own.startsAt <= now) return { kind: "past" };
  if (own && isTooLate(bookingGrid.evening, own.startsAt, now)) return { kind: "late" };
  const state = slotsOfBookable(bookingGrid, bookable, now).slots.find((slot) => slot.startsAt === startsAt)?.state;
  if (!state) return { kind: "no-such-time" };
  return state.kind === "free" || state.kind === "yours" ? null : state;
}
