import type { ClassId, StudentId, TeacherId } from "../db/ids.ts";
import { type FamilyRefusalKind, isFamilyRefusal } from "./booking/family-rules.ts";
import { endOf, unitsFrom, unitsOf } from "./booking/grid.ts";
import { allowedMore } from "./booking/most-per-student.ts";
import { type Board, type Offer, type OfferSlots, ownFor, slotsOfOffer } from "./booking/slots.ts";
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
export function planEvening(board: Board, choices: Choices, from: number): Plan {
  const wanted = wantedOffers(board, choices);
  const slots = wanted.map(({ offer }) => slotsOfOffer(board, offer, from));
  const grid = unitsOf(board.evening);
  const unitAt = new Map(grid.map((at, unit) => [at, unit]));
  const starts = proposeTimes({
    unitCount: grid.length,
    wishes: wanted.map(({ offer, rank }, at) => ({
      units: offer.units,
      rank,
      starts: freeWithin(board, choices, slots[at]).flatMap((startsAt) => unitAt.get(startsAt) ?? []),
    })),
    kept: keptOf(board),
    limits: limitsOf(board, wanted),
  });
  return planOf(board, choices, wanted, slots, (at) => grid[starts[at] ?? -1]);
}

type WantedOffer = { offer: Offer; rank: number | null };

/** In the order in which the page lists them, so that the answer does not hang on the order of a form. */
function wantedOffers(board: Board, { wanted }: Choices): WantedOffer[] {
  return board.offers.flatMap((offer) => {
    const found = wanted.find((one) => one.studentId === offer.student.id && one.classId === offer.classId);
    return found && !ownFor(board, offer) ? [{ offer, rank: found.rank }] : [];
  });
}

function freeWithin({ evening }: Board, { from, to }: Choices, found: OfferSlots | undefined): number[] {
  if (!found) return [];
  return found.slots
    .filter(({ state, startsAt }) => state.kind === "free" && startsAt >= from)
    .map(({ startsAt }) => startsAt)
    .filter((startsAt) => endOf(evening, startsAt, found.offer.units) <= to);
}

function keptOf({ evening, own }: Board): Kept[] {
  const unitMs = evening.slotSeconds * 1000;
  return own
    .filter((one) => one.eveningId === evening.id)
    .map(({ startsAt, endsAt }) => ({
      from: Math.floor((startsAt - evening.startsAt) / unitMs),
      to: Math.ceil((endsAt - evening.startsAt) / unitMs),
    }));
}

function limitsOf({ evening, own }: Board, wanted: readonly WantedOffer[]) {
  if (evening.mostPerStudent === null) return [];
  return [...new Set(wanted.map(({ offer }) => offer.student.id))].map((studentId) => ({
    of: wanted.flatMap(({ offer }, at) => (offer.student.id === studentId ? [at] : [])),
    most: allowedMore(evening, own.filter((one) => one.eveningId === evening.id && one.studentId === studentId).length),
  }));
}

function planOf(
  board: Board,
  choices: Choices,
  wanted: readonly WantedOffer[],
  slots: readonly OfferSlots[],
  startOf: (at: number) => number | undefined,
): Plan {
  const planned = wanted.flatMap(({ offer }, at) => {
    const startsAt = startOf(at);
    return startsAt === undefined ? [] : [plannedAt(board, offer, startsAt)];
  });
  const missed = wanted.flatMap(({ offer }, at) => {
    const found = slots[at];
    if (!found || startOf(at) !== undefined) return [];
    return [{ studentId: offer.student.id, classId: offer.classId, why: whyMissed(board, choices, found, planned) }];
  });
  return { planned: planned.toSorted((a, b) => a.startsAt - b.startsAt), missed };
}

function plannedAt({ evening }: Board, { student, classId, teachers, units }: Offer, startsAt: number): Planned {
  return {
    ...{ studentId: student.id, classId, startsAt, endsAt: endOf(evening, startsAt, units) },
    teacherIds: teachers.map(({ id }) => id),
    units: unitsFrom(startsAt, units, evening),
  };
}

function whyMissed(board: Board, choices: Choices, found: OfferSlots, planned: readonly Planned[]): WhyMissed {
  const kinds = new Set(found.slots.map(({ state }) => state.kind));
  const refused = found.slots.map(({ state }) => state).find(isFamilyRefusal);
  if (refused) return refused.kind;
  if (reachesLimit(board, found.offer, planned)) return "limit";
  if (freeWithin(board, choices, found).length > 0) return "crowded";
  if (kinds.has("free")) return "hours";
  return kinds.has("clash") || kinds.has("held") ? "clash" : "full";
}

function reachesLimit({ evening, own }: Board, { student }: Offer, planned: readonly Planned[]): boolean {
  const booked = own.filter((one) => one.eveningId === evening.id && one.studentId === student.id).length;
  return allowedMore(evening, booked + planned.filter((one) => one.studentId === student.id).length) === 0;
}
