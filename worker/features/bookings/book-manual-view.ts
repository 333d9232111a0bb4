import type { BookManualProps, SlotView, TimesView } from "../../../web/pages/book-manual-page.tsx";
import type { Words } from "../../../web/words/words.ts";
import type { LoadedBoard } from "../../queries/booking-grid.ts";
import { anchorOf } from "../../rules/anchor.ts";
import { familyWords, isFamilyRefusal } from "../../rules/booking/family-rules.ts";
import { unitsFrom } from "../../rules/booking/grid.ts";
import { isTooLate, type LeadTime } from "../../rules/booking/lead-time.ts";
import type { Refusal } from "../../rules/booking/refusal.ts";
import {
  type Offer,
  type OfferSlots,
  type Slot,
  slotsOf,
  slotsOfOffer,
  type Teacher,
} from "../../rules/booking/slots.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { fullName, shortName } from "../../rules/names.ts";
import { mayJoinLine } from "../../rules/waitlist.ts";

export type Done = "booked" | "moved" | "cancelled" | "noted";
type View = Pick<BookManualProps, "evening" | "leadMinutes" | "absent" | "booking" | "times" | "refused">;

/** The booking page's own props. `done` is what the last press did, shown only while it still holds. */
export function bookManualView(
  board: LoadedBoard,
  now: number,
  done: { anchor: string; what: Done } | null,
  refused: BookManualProps["refused"],
  t: Words,
): View {
  const { evening } = board;
  const state = windowOf(evening, now);
  return {
    evening: { id: evening.id, name: evening.name, startsAt: evening.startsAt },
    leadMinutes: evening.leadMinutes,
    absent: board.absent,
    booking:
      state === "early" ? { state, opensAt: evening.bookingOpensAt } : { state: state === "open" ? "open" : "over" },
    times: slotsOf(board, now).map((slots) => timesView(slots, board, now, done, t)),
    refused,
  };
}

type Refused = {
  refusal: Refusal;
  offer: Offer;
  board: LoadedBoard;
  startsAt: number;
  zone: string;
  now: number;
  t: Words;
};

/** A refusal in words that say what happened, and what can be had instead. */
export function refusalView(refused: Refused): BookManualProps["refused"] {
  const { offer, board, zone, now, t } = refused;
  const found = slotsOfOffer(board, offer, now);
  const { title, words } = refusalWords(refused);
  return {
    title,
    words: found.own ? t("refusals.stillYours", { words, time: t.time(found.own.startsAt, zone) }) : words,
    anchor: anchorOf(offer.student.id, offer.classId),
    instead: freeWords(found, zone, t),
  };
}

function refusalWords({ refusal, offer, startsAt, zone, t }: Refused): { title: string; words: string } {
  const names = shortNames(offer.teachers, t);
  const both = { names, time: t.time(startsAt, zone) };
  if (isFamilyRefusal(refusal)) return familyWords(refusal, t);
  switch (refusal.kind) {
    case "taken":
      return { title: t("refusals.taken"), words: t("refusals.takenWords", both) };
    case "clash": {
      const own = { ownTime: t.time(refusal.with.startsAt, zone), ownNames: shortNames(refusal.with.teachers, t) };
      return { title: t("refusals.clash"), words: t("refusals.clashWords", { ...both, ...own }) };
    }
    case "already":
      return { title: t("refusals.already"), words: t("refusals.alreadyWords", { names }) };
    case "past":
      return { title: t("refusals.past"), words: t("refusals.pastWords", both) };
    case "not-open":
      return { title: t("refusals.notOpen"), words: t("refusals.notOpenWords", both) };
    case "no-such-time":
      return { title: t("refusals.noSuchTime"), words: t("refusals.noSuchTimeWords", { names }) };
    case "late":
      return { title: t("refusals.late"), words: t("refusals.lateWords", both) };
    case "away":
      return { title: t("refusals.away"), words: t("refusals.awayWords", both) };
    case "held":
      return { title: t("refusals.held"), words: t("refusals.heldWords") };
    case "stale":
      return { title: t("refusals.stale"), words: t("refusals.staleWords", { names }) };
  }
}

const MOST_NAMED = 8;

function freeWords({ slots }: OfferSlots, zone: string, t: Words): string {
  const free = slots.filter((slot) => slot.state.kind === "free").map((slot) => t.time(slot.startsAt, zone));
  if (free.length === 0) return t("refusals.noneFree");
  const times = free.slice(0, MOST_NAMED).join(", ");
  return free.length > MOST_NAMED ? t("refusals.freeNowAndLater", { times }) : t("refusals.freeNow", { times });
}

function timesView(
  { offer, own, slots }: OfferSlots,
  board: LoadedBoard,
  now: number,
  done: { anchor: string; what: Done } | null,
  t: Words,
): TimesView {
  const { evening } = board;
  const anchor = anchorOf(offer.student.id, offer.classId);
  const fixed = own ? fixedBecause(own.startsAt, evening, now) : null;
  const whole = slots.map(({ state }) => state).find(isFamilyRefusal);
  return {
    anchor,
    teachers: offer.teachers.map((teacher) => fullName(teacher)),
    teachersShort: shortNames(offer.teachers, t),
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
    why: whole ? familyWords(whole, t).words : null,
    line: lineView(board, offer, slots, own !== undefined),
    slots: slots.flatMap((slot) => slotView(slot, fixed !== null, t)),
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

/** What is over is left out; once the own appointment is fixed, all but itself: nothing of its class can be pressed any more. */
function slotView({ startsAt, state }: Slot, fixed: boolean, t: Words): SlotView[] {
  if (state.kind === "yours") return [{ startsAt, state: { kind: "mine", mayCancel: !fixed } }];
  if (fixed) return [];
  if (isFamilyRefusal(state)) return [{ startsAt, state: { kind: "not-yours" } }];
  switch (state.kind) {
    case "clash": {
      const { teachers, startsAt: withAt } = state.with;
      return [{ startsAt, state: { kind: "clash", withAt, withWhom: briefNames(teachers, t) } }];
    }
    case "free":
    case "taken":
    case "away":
    case "late":
    case "held":
      return [{ startsAt, state: { kind: state.kind } }];
    case "past":
      return [];
  }
}

/** Short enough for a slot: "Mrs Abell and 2 others". */
function briefNames(teachers: Teacher[], t: Words): string {
  const [first] = teachers;
  if (!first || teachers.length <= 2) return shortNames(teachers, t);
  return t("refusals.andOthers", { name: shortName(first), n: teachers.length - 1 });
}

function shortNames(teachers: Teacher[], t: Words): string {
  return t.list(teachers.map((teacher) => shortName(teacher)));
}
