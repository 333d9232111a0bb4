import { auditStatement } from "../audit/audit-statement.ts";
import { isTooLate, windowOf } from "../evenings/booking-window.ts";
import { endOf, fitsGrid, unitsFrom } from "../evenings/grid.ts";
import type { Deps } from "../http/context.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import { noticeStatements } from "../rooms/notices.ts";
import { endPlaceStatements } from "../waiting/end-place.ts";
import { noteFreed } from "../waiting/freed-times.ts";
import { type Refusal, violatedTable } from "./booking-refusal.ts";
import { bookStatements, type MovedAppointment, moveStatements, type NewAppointment } from "./booking-statements.ts";
import { type LoadedBoard, loadBoard } from "./load-board.ts";
import { type Offer, type OwnAppointment, ownFor, slotsOfOffer } from "./slots.ts";

/** What a press on a time asks for. */
export type Choice = {
  /** Of the appointment to be made, or of the one to be moved: rendered into the form. */
  appointmentId: string;
  eveningId: string;
  studentId: string;
  classId: string;
  /** Epoch milliseconds. */
  startsAt: number;
  /** Whether the form showed an appointment of this class that the press would move. */
  moves: boolean;
  /** The message to the teachers; undefined leaves what there is. */
  note?: string | undefined;
};

export type Booked =
  | { kind: "booked" | "moved" }
  /** `board` is what holds now. */
  | { kind: "refused"; refusal: Refusal; offer: Offer; board: LoadedBoard }
  /** No such evening, or nothing of this guardian's in it. */
  | { kind: "unknown" };

/**
 * Books a time, or moves the guardian's appointment for the class to it. One read, of this class alone, and one write: the keys
 * decide, and a refusal is explained by what holds then. Sent twice, the same form is one booking.
 */
export async function bookAppointment(
  deps: Deps,
  schoolId: string,
  guardianId: string,
  choice: Choice,
  now: number,
): Promise<Booked> {
  const board = await loadBoard(deps.db, schoolId, guardianId, choice.eveningId, now, choice);
  const offer = board && offerOf(board, choice);
  if (!board || !offer || windowOf(board.evening, now) === "hidden") return { kind: "unknown" };
  const own = ownFor(board, offer);
  if (isDone(own, choice)) return { kind: choice.moves ? "moved" : "booked" };
  if (refusalOf(board, offer, choice, now)) return explain(deps, schoolId, guardianId, choice, now);
  const wanted = { ...appointmentOf(board, offer, choice), guardianId };
  try {
    const done = own
      ? await move(deps, schoolId, { ...wanted, version: own.version }, now)
      : await book(deps, schoolId, wanted, board, now);
    if (done) return { kind: own ? "moved" : "booked" };
  } catch (error) {
    if (!violatedTable(error)) throw error;
  }
  return explain(deps, schoolId, guardianId, choice, now);
}

function offerOf(board: LoadedBoard, choice: Choice): Offer | undefined {
  return board.offers.find((offer) => offer.student.id === choice.studentId && offer.classId === choice.classId);
}

function isDone(own: OwnAppointment | undefined, choice: Choice): boolean {
  return own?.id === choice.appointmentId && own.startsAt === choice.startsAt;
}

function refusalOf(board: LoadedBoard, offer: Offer, choice: Choice, now: number): Refusal | null {
  if (windowOf(board.evening, now) !== "open") return { kind: "not-open" };
  if (!fitsGrid(board.evening, choice.startsAt, offer.units)) return { kind: "no-such-time" };
  const own = ownFor(board, offer);
  if (choice.moves ? own?.id !== choice.appointmentId : own)
    return own && !choice.moves ? { kind: "already", own } : { kind: "stale" };
  if (own && own.startsAt <= now) return { kind: "past" };
  if (own && isTooLate(board.evening, own.startsAt, now)) return { kind: "late" };
  const state = slotsOfOffer(board, offer, now).slots.find((slot) => slot.startsAt === choice.startsAt)?.state;
  if (!state) return { kind: "no-such-time" };
  return state.kind === "free" || state.kind === "yours" ? null : state;
}

function appointmentOf(board: LoadedBoard, offer: Offer, choice: Choice) {
  return {
    id: choice.appointmentId,
    eveningId: board.evening.id,
    studentId: offer.student.id,
    classId: offer.classId,
    startsAt: choice.startsAt,
    endsAt: endOf(board.evening, choice.startsAt, offer.units),
    teacherIds: offer.teachers.map((teacher) => teacher.id),
    units: unitsFrom(choice.startsAt, offer.units, board.evening),
    note: choice.note,
  };
}

async function book(deps: Deps, schoolId: string, wanted: NewAppointment, board: LoadedBoard, now: number) {
  const { db } = deps;
  const { evening, line } = board;
  const place = line.find((one) => one.studentId === wanted.studentId && one.classId === wanted.classId);
  const { eveningId, teacherIds } = wanted;
  // A new room is told by its first pass; only where calls run on do the rooms before it have to hear of it.
  const renewed = evening.ending === "until-next" ? noticeStatements(db, schoolId, [wanted.id], now) : [];
  const [dropLapsed, ...booking] = bookStatements(db, schoolId, wanted, now);
  await db.batch([
    dropLapsed,
    // Whoever has a time waits for none, and what was offered them is free again.
    ...(place ? endPlaceStatements(db, schoolId, { id: place.id, eveningId, teacherIds }, now) : []),
    ...booking,
    ...renewed,
    enqueueMail(db, schoolId, confirmationOf(wanted), now),
    auditStatement(db, schoolId, { actor: wanted.guardianId, action: "appointment.booked", object: wanted.id }, now),
  ]);
  return true;
}

/** False where the appointment changed between the reading and the writing. */
async function move(deps: Deps, schoolId: string, moved: MovedAppointment, now: number): Promise<boolean> {
  const { db } = deps;
  const [changed] = await db.batch([
    ...moveStatements(db, schoolId, moved, now),
    noteFreed(db, schoolId, { eveningId: moved.eveningId, appointmentId: moved.id }, now),
    ...noticeStatements(db, schoolId, [moved.id], now),
    enqueueMail(db, schoolId, confirmationOf(moved), now),
    auditStatement(db, schoolId, { actor: moved.guardianId, action: "appointment.moved", object: moved.id }, now),
  ]);
  return changed.length > 0;
}

function confirmationOf({ guardianId, eveningId }: NewAppointment) {
  return { kind: "booking_confirmation", guardianId, eveningId } as const;
}

/** Reads the whole page that holds now, after the first reading or the keys said no. */
async function explain(deps: Deps, schoolId: string, guardianId: string, choice: Choice, now: number): Promise<Booked> {
  const board = await loadBoard(deps.db, schoolId, guardianId, choice.eveningId, now);
  const offer = board && offerOf(board, choice);
  if (!board || !offer) return { kind: "unknown" };
  if (isDone(ownFor(board, offer), choice)) return { kind: choice.moves ? "moved" : "booked" };
  return { kind: "refused", refusal: refusalOf(board, offer, choice, now) ?? { kind: "stale" }, offer, board };
}
