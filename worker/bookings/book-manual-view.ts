import type { BookManualProps, SlotView, TimesView } from "../../web/pages/book-manual-page.tsx";
import { clockTime, list } from "../../web/ui/format.ts";
import { isTooLate, type LeadTime, windowOf } from "../evenings/booking-window.ts";
import { unitsFrom } from "../evenings/grid.ts";
import { fullName, shortName } from "../people/names.ts";
import { mayJoinLine } from "../waiting/rules.ts";
import type { Refusal } from "./booking-refusal.ts";
import type { LoadedBoard } from "./load-board.ts";
import {
  type Offer,
  type OfferSlots,
  type Slot,
  type SlotState,
  slotsOf,
  slotsOfOffer,
  type Teacher,
} from "./slots.ts";

export type Done = "booked" | "moved" | "cancelled" | "noted";
type View = Pick<BookManualProps, "evening" | "leadMinutes" | "absent" | "booking" | "times" | "refused">;

/** The booking page's own props. `done` is what the last press did, shown only while it still holds. */
export function bookManualView(
  board: LoadedBoard,
  now: number,
  done: { anchor: string; what: Done } | null,
  refused: BookManualProps["refused"],
): View {
  const { evening } = board;
  const state = windowOf(evening, now);
  return {
    evening: { id: evening.id, name: evening.name, startsAt: evening.startsAt },
    leadMinutes: evening.leadMinutes,
    absent: board.absent,
    booking:
      state === "early" ? { state, opensAt: evening.bookingOpensAt } : { state: state === "open" ? "open" : "over" },
    times: slotsOf(board, now).map((slots) => timesView(slots, board, now, done)),
    refused,
  };
}

/** The id of an offer's section on the page. */
export function anchorOf(studentId: string, classId: string): string {
  return `t-${studentId}-${classId}`;
}

/** A refusal in words that say what happened, and what can be had instead. */
export function refusalView(
  refusal: Refusal,
  offer: Offer,
  board: LoadedBoard,
  startsAt: number,
  zone: string,
  now: number,
): BookManualProps["refused"] {
  const found = slotsOfOffer(board, offer, now);
  const kept = found.own ? ` Your ${clockTime(found.own.startsAt, zone)} is still yours.` : "";
  const { title, words } = refusalWords(refusal, clockTime(startsAt, zone), shortNames(offer.teachers), zone);
  return {
    title,
    words: `${words}${kept}`,
    anchor: anchorOf(offer.student.id, offer.classId),
    instead: freeWords(found, zone),
  };
}

function refusalWords(refusal: Refusal, time: string, names: string, zone: string): { title: string; words: string } {
  switch (refusal.kind) {
    case "taken":
      return { title: "Somebody was quicker", words: `${time} with ${names} has just been taken.` };
    case "clash": {
      const other = `your ${clockTime(refusal.with.startsAt, zone)} with ${shortNames(refusal.with.teachers)}`;
      return { title: "You are busy then", words: `${time} with ${names} clashes with ${other}.` };
    }
    case "already":
      return { title: "You have a time already", words: `To move it, press another free time of ${names}.` };
    case "past":
      return { title: "That time is over", words: `${time} with ${names} has begun, so it can’t be changed.` };
    case "not-open":
      return { title: "Booking is not open", words: `${time} with ${names} can’t be booked or changed now.` };
    case "no-such-time":
      return { title: "There is no such time", words: `${names} can’t be booked at that time.` };
    case "late":
      return {
        title: "It is too late for that",
        words: `${time} with ${names} is too soon to be booked or changed here.`,
      };
    case "away":
      return { title: "Nobody is there then", words: `${names} can’t meet anyone at ${time}.` };
    case "held":
      return {
        title: "That time is held for you",
        words: "Answer what is held for you first, or choose another time.",
      };
    case "limit":
      return { title: "You have all your appointments", words: limitWords(refusal.most) };
    case "shared":
      return { title: "This is booked already", words: SHARED_WORDS };
    case "stale":
      return {
        title: "This page was out of date",
        words: `Please look at the times of ${names} again, and press one.`,
      };
  }
}

const SHARED_WORDS =
  "Parents and guardians come together to this evening, and another of you has booked this appointment. Come along to theirs.";

function limitWords(most: number): string {
  const all = most === 1 ? "One appointment" : `${most} appointments`;
  return `${all} for each child is the most in this evening. To have this one, give another back.`;
}

const MOST_NAMED = 8;

function freeWords({ slots }: OfferSlots, zone: string): string {
  const free = slots.filter((slot) => slot.state.kind === "free").map((slot) => clockTime(slot.startsAt, zone));
  if (free.length === 0) return "No time is free here now.";
  const more = free.length > MOST_NAMED ? ", and later" : "";
  return `Free now: ${free.slice(0, MOST_NAMED).join(", ")}${more}.`;
}

function timesView(
  { offer, own, slots }: OfferSlots,
  board: LoadedBoard,
  now: number,
  done: { anchor: string; what: Done } | null,
): TimesView {
  const { evening } = board;
  const anchor = anchorOf(offer.student.id, offer.classId);
  const fixed = own ? fixedBecause(own.startsAt, evening, now) : null;
  const whole = slots.map(({ state }) => state).find((state) => state.kind === "limit" || state.kind === "shared");
  return {
    anchor,
    teachers: offer.teachers.map((teacher) => fullName(teacher)),
    teachersShort: shortNames(offer.teachers),
    student: `${offer.student.forename} ${offer.student.surname}`,
    studentId: offer.student.id,
    classId: offer.classId,
    teacherIds: offer.teachers.map((teacher) => teacher.id),
    units: offer.units,
    unitMs: evening.slotSeconds * 1000,
    ownUnits: own ? unitsFrom(own.startsAt, offer.units, evening) : [],
    subject: offer.subject,
    appointmentId: own?.id ?? crypto.randomUUID(),
    bookedAt: own?.startsAt ?? null,
    note: own?.note ?? "",
    fixed,
    why: whole ? wholeWords(whole) : null,
    line: lineView(board, offer, slots, own !== undefined),
    slots: slots.flatMap((slot) => slotView(slot, fixed !== null)),
    done: done?.anchor === anchor && (done.what === "cancelled") === !own ? done.what : null,
  };
}

/** Where the guardian stands in line for an offer's teachers, or whether they can join it. */
function lineView(board: LoadedBoard, offer: Offer, slots: Slot[], hasTime: boolean): TimesView["line"] {
  const place = board.line.find((one) => one.studentId === offer.student.id && one.classId === offer.classId);
  if (place?.state === "offered" && place.startsAt !== null && place.heldUntil !== null)
    return { kind: "offered", id: place.id, startsAt: place.startsAt, until: place.heldUntil };
  if (place) return { kind: "waiting", id: place.id, ahead: place.ahead };
  return mayJoinLine(board.evening, slots, hasTime) ? { kind: "may-join", id: crypto.randomUUID() } : null;
}

/** Why the own appointment can't be changed any more. */
function fixedBecause(startsAt: number, evening: LeadTime, now: number): TimesView["fixed"] {
  if (startsAt <= now) return "begun";
  return isTooLate(evening, startsAt, now) ? "late" : null;
}

function wholeWords(state: Extract<SlotState, { kind: "limit" | "shared" }>): string {
  return state.kind === "limit" ? limitWords(state.most) : SHARED_WORDS;
}

/** What is over is left out; once the own appointment is fixed, all but itself: nothing of its class can be pressed any more. */
function slotView({ startsAt, state }: Slot, fixed: boolean): SlotView[] {
  if (state.kind === "yours") return [{ startsAt, state: { kind: "mine", mayCancel: !fixed } }];
  if (fixed) return [];
  switch (state.kind) {
    case "clash": {
      const { teachers, startsAt: withAt } = state.with;
      return [{ startsAt, state: { kind: "clash", withAt, withWhom: briefNames(teachers) } }];
    }
    case "free":
    case "taken":
    case "away":
    case "late":
    case "held":
      return [{ startsAt, state: { kind: state.kind } }];
    case "limit":
    case "shared":
      return [{ startsAt, state: { kind: "not-yours" } }];
    case "past":
      return [];
  }
}

/** Short enough for a slot: "Mrs Abell and 2 others". */
function briefNames(teachers: Teacher[]): string {
  const [first] = teachers;
  return first && teachers.length > 2 ? `${shortName(first)} and ${teachers.length - 1} others` : shortNames(teachers);
}

function shortNames(teachers: Teacher[]): string {
  return list(teachers.map((teacher) => shortName(teacher)));
}
