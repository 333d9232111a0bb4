import { type Grid, startsOf, unitsFrom } from "../evenings/grid.ts";

export type Teacher = { id: string; title: string; forename: string; surname: string };

/** A class of one student of the guardian's that takes part in the evening. Its teachers meet the guardian together. */
export type Offer = {
  student: { id: string; forename: string; surname: string };
  classId: string;
  subject: string;
  /** How many units of the grid its appointments are long. */
  units: number;
  /** At least one, in the class's order. */
  teachers: Teacher[];
};

/** A booked appointment of the guardian's own, in this evening or in another that overlaps it. */
export type OwnAppointment = {
  id: string;
  eveningId: string;
  studentId: string;
  classId: string;
  startsAt: number;
  endsAt: number;
  version: number;
  teachers: Teacher[];
};

/** A teacher's unit that is given away, by an appointment or a hold that has not lapsed. */
export type BusyUnit = { personId: string; unitAt: number; appointmentId: string | null };

export type SlotState =
  | { kind: "free" }
  /** The guardian's appointment for this very offer. */
  | { kind: "yours" }
  | { kind: "taken" }
  /** Another appointment of the guardian's own rules it out. */
  | { kind: "clash"; with: OwnAppointment }
  /** Has begun already. */
  | { kind: "past" };

export type Slot = { startsAt: number; state: SlotState };
export type OfferSlots = { offer: Offer; own: OwnAppointment | undefined; slots: Slot[] };

/** What a guardian's booking page is made of. */
export type Board = {
  evening: Grid & { id: string };
  offers: Offer[];
  own: OwnAppointment[];
  busy: BusyUnit[];
};

/** The state of every start for each of the guardian's offers, in the offers' order. */
export function slotsOf(board: Board, now: number): OfferSlots[] {
  return board.offers.map((offer) => slotsOfOffer(board, offer, now));
}

/** The same for one offer. Its own appointment doesn't stand in its way: pressing another time moves it. */
export function slotsOfOffer(board: Board, offer: Offer, now: number): OfferSlots {
  const { evening } = board;
  const own = ownFor(board, offer);
  const others = board.own.filter((candidate) => candidate !== own);
  const busy = busyUnitsOf(board, offer, own);
  const slots = startsOf(evening, offer.units).map((startsAt) => {
    const units = unitsFrom(startsAt, offer.units, evening);
    const endsAt = startsAt + offer.units * evening.slotSeconds * 1000;
    return { startsAt, state: stateOf({ startsAt, endsAt, units }, own, others, busy, now) };
  });
  return { offer, own, slots };
}

/** The guardian's appointment for the offer, if there is one in this evening. */
export function ownFor(board: Board, offer: Offer): OwnAppointment | undefined {
  return board.own.find(
    (candidate) =>
      candidate.eveningId === board.evening.id &&
      candidate.studentId === offer.student.id &&
      candidate.classId === offer.classId,
  );
}

type Span = { startsAt: number; endsAt: number; units: number[] };

function stateOf(
  span: Span,
  own: OwnAppointment | undefined,
  others: OwnAppointment[],
  busy: ReadonlySet<number>,
  now: number,
): SlotState {
  if (own?.startsAt === span.startsAt) return { kind: "yours" };
  if (span.startsAt <= now) return { kind: "past" };
  // First: the guardian's own appointment with the same teacher makes the teacher busy too, and is the better reason.
  const clash = others.find((other) => other.startsAt < span.endsAt && span.startsAt < other.endsAt);
  if (clash) return { kind: "clash", with: clash };
  return span.units.some((unit) => busy.has(unit)) ? { kind: "taken" } : { kind: "free" };
}

function busyUnitsOf(board: Board, offer: Offer, own: OwnAppointment | undefined): Set<number> {
  const teachers = new Set(offer.teachers.map((teacher) => teacher.id));
  const units = board.busy.filter((unit) => teachers.has(unit.personId) && !(own && unit.appointmentId === own.id));
  return new Set(units.map((unit) => unit.unitAt));
}
