import { type FamilyRefusal, familyRefusal } from "./family-rules.ts";
import { startsOf, unitsFrom } from "./grid.ts";
import { isTooLate, type LeadTime } from "./lead-time.ts";
import { overlaps } from "./overlap.ts";
import type { BookableClass, BusyUnit, OwnAppointment, SlotFacts } from "./slot-facts.ts";

export type SlotState =
  | { kind: "free" }
  /** The guardian's appointment for this very bookable class. */
  | { kind: "yours" }
  | { kind: "taken" }
  /** Another appointment of the guardian's own rules it out. */
  | { kind: "clash"; with: OwnAppointment }
  /** Has begun already. */
  | { kind: "past" }
  /** Begins so soon that the evening's lead time forbids it. */
  | { kind: "late" }
  /** A teacher has a break, or isn't there. */
  | { kind: "away" }
  /** The guardian's own proposal, or an offer made to them, holds their time. */
  | { kind: "held" }
  /** The evening's rules about what a family may have are against it. */
  | FamilyRefusal;

export type Slot = { startsAt: number; state: SlotState };
export type BookableSlots = { bookable: BookableClass; own: OwnAppointment | undefined; slots: Slot[] };

/** The state of every start for each of the guardian's bookable classes, in their order. */
export function slotsOf(facts: SlotFacts, now: number): BookableSlots[] {
  return facts.bookables.map((bookable) => slotsOfBookable(facts, bookable, now));
}

/** The same for one bookable class. Its own appointment doesn't stand in its way: pressing another time moves it. */
export function slotsOfBookable(facts: SlotFacts, bookable: BookableClass, now: number): BookableSlots {
  const { evening } = facts;
  const own = ownFor(facts, bookable);
  const around: Around = {
    own,
    others: facts.own.filter((candidate) => candidate !== own),
    ...busyUnitsOf(facts, bookable, own),
    held: new Set(facts.held),
    whole: own ? null : familyRefusal(facts, bookable),
  };
  const slots = startsOf(evening, bookable.units).map((startsAt) => {
    const units = unitsFrom(startsAt, bookable.units, evening);
    const endsAt = startsAt + bookable.units * evening.slotSeconds * 1000;
    return { startsAt, state: stateOf({ startsAt, endsAt, units }, around, evening, now) };
  });
  return { bookable, own, slots };
}

/** The guardian's appointment for the bookable class, if there is one in this evening. */
export function ownFor(facts: SlotFacts, bookable: BookableClass): OwnAppointment | undefined {
  return facts.own.find(
    (candidate) =>
      candidate.eveningId === facts.evening.id &&
      candidate.studentId === bookable.student.id &&
      candidate.classId === bookable.classId,
  );
}

type Span = { startsAt: number; endsAt: number; units: number[] };
type Around = {
  own: OwnAppointment | undefined;
  others: OwnAppointment[];
  busy: ReadonlySet<number>;
  away: ReadonlySet<number>;
  held: ReadonlySet<number>;
  whole: SlotState | null;
};

function stateOf(span: Span, around: Around, evening: LeadTime, now: number): SlotState {
  if (around.own?.startsAt === span.startsAt) return { kind: "yours" };
  if (span.startsAt <= now) return { kind: "past" };
  if (isTooLate(evening, span.startsAt, now)) return { kind: "late" };
  if (around.whole) return around.whole;
  // First: the guardian's own appointment with the same teacher makes the teacher busy too, and is the better reason.
  const clash = around.others.find((other) => overlaps(other, span));
  if (clash) return { kind: "clash", with: clash };
  if (span.units.some((unit) => around.held.has(unit))) return { kind: "held" };
  if (span.units.some((unit) => around.away.has(unit))) return { kind: "away" };
  return span.units.some((unit) => around.busy.has(unit)) ? { kind: "taken" } : { kind: "free" };
}

function busyUnitsOf(facts: SlotFacts, bookable: BookableClass, own: OwnAppointment | undefined) {
  const teachers = new Set(bookable.teachers.map((teacher) => teacher.id));
  const units = facts.busy.filter((unit) => teachers.has(unit.personId) && !(own && unit.appointmentId === own.id));
  const isBreak = (unit: BusyUnit) => unit.appointmentId === null && unit.proposalId === null;
  return {
    busy: new Set(units.filter((unit) => !isBreak(unit)).map((unit) => unit.unitAt)),
    away: new Set(units.filter(isBreak).map((unit) => unit.unitAt)),
  };
}
