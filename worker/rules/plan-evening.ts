import type { ClassId, StudentId, TeacherId } from "../db/ids.ts";
import { type FamilyRefusalKind, isFamilyRefusal } from "./booking/family-rules.ts";
import { endOf, unitsFrom, unitsOf } from "./booking/grid.ts";
import { allowedMore } from "./booking/most-per-student.ts";
import type { BookableClass, SlotFacts } from "./booking/slot-facts.ts";
import { type BookableSlots, ownFor, slotsOfBookable } from "./booking/slots.ts";
import { type Kept, proposeTimes } from "./propose-times.ts";

/** What a guardian asks the automatic booking for; times are epoch milliseconds. */
export type Choices = {
  /** Nothing may start before, nor end after. */
  from: number;
  to: number;
  wanted: Wanted[];
};

export type Wanted = {
  studentId: StudentId;
  classId: ClassId;
  /** 1 for whom they want most; null for no preference. */
  rank: number | null;
};

/** An appointment that accepting the proposal would make. */
export type Planned = {
  studentId: StudentId;
  classId: ClassId;
  startsAt: number;
  endsAt: number;
  teacherIds: TeacherId[];
  /** The starts of the grid's units that it covers. */
  units: number[];
};

/** A wanted appointment for which there is no place. */
export type Missed = { studentId: StudentId; classId: ClassId; why: WhyMissed };

/** Why a wanted appointment is not in the proposal. */
export type WhyMissed =
  /** No time is left at all. */
  | "full"
  /** Times are left, but not in the hours asked for. */
  | "hours"
  /** The times that are left are those of the guardian's other appointments. */
  | "clash"
  /** Each time that is left is needed by another of the wanted, of which then more fit. */
  | "crowded"
  /** A rule about what a family may have is against it. */
  | FamilyRefusalKind;

export type Plan = { planned: Planned[]; missed: Missed[] };

/**
 * The best evening for what is wanted, around what the guardian has booked already, which stays. `from` is the earliest that an appointment may
 * be taken up at: when the hold ends. What is booked or not theirs is left out of the answer.
 */
export function planEvening(facts: SlotFacts, choices: Choices, from: number): Plan {
  const wanted = wantedBookables(facts, choices);
  const slots = wanted.map(({ bookable }) => slotsOfBookable(facts, bookable, from));
  const grid = unitsOf(facts.evening);
  const unitAt = new Map(grid.map((at, unit) => [at, unit]));
  const starts = proposeTimes({
    unitCount: grid.length,
    wishes: wanted.map(({ bookable, rank }, at) => ({
      units: bookable.units,
      rank,
      starts: freeWithin(facts, choices, slots[at]).flatMap((startsAt) => unitAt.get(startsAt) ?? []),
    })),
    kept: keptOf(facts),
    limits: limitsOf(facts, wanted),
  });
  return planOf(facts, choices, wanted, slots, (at) => grid[starts[at] ?? -1]);
}

type WantedBookable = { bookable: BookableClass; rank: number | null };

/** In the order in which the page lists them, so that the answer does not hang on the order of a form. */
function wantedBookables(facts: SlotFacts, { wanted }: Choices): WantedBookable[] {
  return facts.bookables.flatMap((bookable) => {
    const found = wanted.find((one) => one.studentId === bookable.student.id && one.classId === bookable.classId);
    return found && !ownFor(facts, bookable) ? [{ bookable, rank: found.rank }] : [];
  });
}

function freeWithin({ evening }: SlotFacts, { from, to }: Choices, found: BookableSlots | undefined): number[] {
  if (!found) return [];
  return found.slots
    .filter(({ state, startsAt }) => state.kind === "free" && startsAt >= from)
    .map(({ startsAt }) => startsAt)
    .filter((startsAt) => endOf(evening, startsAt, found.bookable.units) <= to);
}

function keptOf({ evening, own }: SlotFacts): Kept[] {
  const unitMs = evening.slotSeconds * 1000;
  return own
    .filter((one) => one.eveningId === evening.id)
    .map(({ startsAt, endsAt }) => ({
      from: Math.floor((startsAt - evening.startsAt) / unitMs),
      to: Math.ceil((endsAt - evening.startsAt) / unitMs),
    }));
}

function limitsOf({ evening, own }: SlotFacts, wanted: readonly WantedBookable[]) {
  if (evening.mostPerStudent === null) return [];
  return [...new Set(wanted.map(({ bookable }) => bookable.student.id))].map((studentId) => ({
    of: wanted.flatMap(({ bookable }, at) => (bookable.student.id === studentId ? [at] : [])),
    most: allowedMore(evening, own.filter((one) => one.eveningId === evening.id && one.studentId === studentId).length),
  }));
}

function planOf(
  facts: SlotFacts,
  choices: Choices,
  wanted: readonly WantedBookable[],
  slots: readonly BookableSlots[],
  startOf: (at: number) => number | undefined,
): Plan {
  const planned = wanted.flatMap(({ bookable }, at) => {
    const startsAt = startOf(at);
    return startsAt === undefined ? [] : [plannedAt(facts, bookable, startsAt)];
  });
  const missed = wanted.flatMap(({ bookable }, at) => {
    const found = slots[at];
    if (!found || startOf(at) !== undefined) return [];
    return [
      { studentId: bookable.student.id, classId: bookable.classId, why: whyMissed(facts, choices, found, planned) },
    ];
  });
  return { planned: planned.toSorted((a, b) => a.startsAt - b.startsAt), missed };
}

function plannedAt(
  { evening }: SlotFacts,
  { student, classId, teachers, units }: BookableClass,
  startsAt: number,
): Planned {
  return {
    ...{ studentId: student.id, classId, startsAt, endsAt: endOf(evening, startsAt, units) },
    teacherIds: teachers.map(({ id }) => id),
    units: unitsFrom(startsAt, units, evening),
  };
}

function whyMissed(facts: SlotFacts, choices: Choices, found: BookableSlots, planned: readonly Planned[]): WhyMissed {
  const kinds = new Set(found.slots.map(({ state }) => state.kind));
  const refused = found.slots.map(({ state }) => state).find(isFamilyRefusal);
  if (refused) return refused.kind;
  if (reachesLimit(facts, found.bookable, planned)) return "limit";
  if (freeWithin(facts, choices, found).length > 0) return "crowded";
  if (kinds.has("free")) return "hours";
  return kinds.has("clash") || kinds.has("held") ? "clash" : "full";
}

function reachesLimit({ evening, own }: SlotFacts, { student }: BookableClass, planned: readonly Planned[]): boolean {
  const booked = own.filter((one) => one.eveningId === evening.id && one.studentId === student.id).length;
  return allowedMore(evening, booked + planned.filter((one) => one.studentId === student.id).length) === 0;
}
