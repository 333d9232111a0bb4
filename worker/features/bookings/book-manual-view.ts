import type { BookManualProps, SlotView, TimesView } from "../../../web/pages/book-manual-page.tsx";
import type { Words } from "../../../web/words/words.ts";
import type { BookingGrid } from "../../queries/booking-grid.ts";
import { anchorOf } from "../../rules/anchor.ts";
import { familyWords, isFamilyRefusal } from "../../rules/booking/family-rules.ts";
import { unitsFrom } from "../../rules/booking/grid.ts";
import { isTooLate, type LeadTime } from "../../rules/booking/lead-time.ts";
import type { Refusal } from "../../rules/booking/refusal.ts";
import type { BookableClass, Teacher } from "../../rules/booking/slot-facts.ts";
import { type BookableSlots, type Slot, slotsOf, slotsOfBookable } from "../../rules/booking/slots.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { fullName, shortName, studentName } from "../../rules/names.ts";
import { mayJoinWaitlist } from "../../rules/waitlist.ts";

export type Done = "booked" | "moved" | "cancelled" | "noted";
type View = Pick<BookManualProps, "evening" | "leadMinutes" | "absent" | "booking" | "times" | "refused">;

/** The booking page's own props. `done` is what the last press did, shown only while it still holds. */
export function bookManualView(
  bookingGrid: BookingGrid,
  now: number,
  done: { anchor: string; what: Done } | null,
  refused: BookManualProps["refused"],
  t: Words,
): View {
  const { evening } = bookingGrid;
  const state = windowOf(evening, now);
  return {
    evening: { id: evening.id, name: evening.name, startsAt: evening.startsAt },
    leadMinutes: evening.leadMinutes,
    absent: bookingGrid.absent,
    booking:
      state === "early" ? { state, opensAt: evening.bookingOpensAt } : { state: state === "open" ? "open" : "over" },
    times: slotsOf(bookingGrid, now).map((slots) => timesView(slots, bookingGrid, now, done, t)),
    refused,
  };
}

type Refused = {
  refusal: Refusal;
  bookable: BookableClass;
  bookingGrid: BookingGrid;
  startsAt: number;
  zone: string;
  now: number;
  t: Words;
};

/** A refusal in words that say what happened, and what can be had instead. */
export function refusalView(refused: Refused): BookManualProps["refused"] {
  const { bookable, bookingGrid, zone, now, t } = refused;
  const found = slotsOfBookable(bookingGrid, bookable, now);
  const { title, words } = refusalWords(refused);
  return {
    title,
    words: found.own ? t("refusals.stillYours.text", { words, time: t.time(found.own.startsAt, zone) }) : words,
    anchor: anchorOf(bookable.student.id, bookable.classId),
    instead: freeWords(found, zone, t),
  };
}

function refusalWords({ refusal, bookable, startsAt, zone, t }: Refused): { title: string; words: string } {
  const names = shortNames(bookable.teachers, t);
  const both = { names, time: t.time(startsAt, zone) };
  if (isFamilyRefusal(refusal)) return familyWords(refusal, t);
  switch (refusal.kind) {
    case "taken":
      return { title: t("refusals.taken.title"), words: t("refusals.taken.text", both) };
    case "clash": {
      const own = { ownTime: t.time(refusal.with.startsAt, zone), ownNames: shortNames(refusal.with.teachers, t) };
      return { title: t("refusals.clash.title"), words: t("refusals.clash.text", { ...both, ...own }) };
    }
    case "already":
      return { title: t("refusals.already.title"), words: t("refusals.already.text", { names }) };
    case "past":
      return { title: t("refusals.past.title"), words: t("refusals.past.text", both) };
    case "not-open":
      return { title: t("refusals.notOpen.title"), words: t("refusals.notOpen.text", both) };
    case "no-such-time":
      return { title: t("refusals.noSuchTime.title"), words: t("refusals.noSuchTime.text", { names }) };
    case "late":
      return { title: t("refusals.late.title"), words: t("refusals.late.text", both) };
    case "away":
      return { title: t("refusals.away.title"), words: t("refusals.away.text", both) };
    case "held":
      return { title: t("refusals.held.title"), words: t("refusals.held.text") };
    case "stale":
      return { title: t("refusals.stale.title"), words: t("refusals.stale.text", { names }) };
  }
}

const MOST_NAMED = 8;

function freeWords({ slots }: BookableSlots, zone: string, t: Words): string {
  const free = slots.filter((slot) => slot.state.kind === "free").map((slot) => t.time(slot.startsAt, zone));
  if (free.length === 0) return t("refusals.free.none.text");
  const times = free.slice(0, MOST_NAMED).join(", ");
  return free.length > MOST_NAMED
    ? t("refusals.free.nowAndLater.text", { times })
    : t("refusals.free.now.text", { times });
}

function timesView(
  { bookable, own, slots }: BookableSlots,
  bookingGrid: BookingGrid,
  now: number,
  done: { anchor: string; what: Done } | null,
  t: Words,
): TimesView {
  const { evening } = bookingGrid;
  const anchor = anchorOf(bookable.student.id, bookable.classId);
  const fixed = own ? fixedBecause(own.startsAt, evening, now) : null;
  const whole = slots.map(({ state }) => state).find(isFamilyRefusal);
  return {
    anchor,
    teachers: bookable.teachers.map((teacher) => fullName(teacher)),
    teachersShort: shortNames(bookable.teachers, t),
    student: studentName(bookable.student),
    studentId: bookable.student.id,
    classId: bookable.classId,
    teacherIds: bookable.teachers.map((teacher) => teacher.id),
    units: bookable.units,
    unitMs: evening.slotSeconds * 1000,
    ownUnits: own ? unitsFrom(own.startsAt, bookable.units, evening) : [],
    subject: bookable.subject,
    appointmentId: own?.id ?? crypto.randomUUID(),
    bookedAt: own?.startsAt ?? null,
    note: own?.note ?? "",
    fixed,
    why: whole ? familyWords(whole, t).words : null,
    waitlist: waitlistView(bookingGrid, bookable, slots, own !== undefined),
    slots: slots.flatMap((slot) => slotView(slot, fixed !== null, t)),
    done: done?.anchor === anchor && (done.what === "cancelled") === !own ? done.what : null,
  };
}

/** The guardian's waitlist entry for a bookable class, or whether they can join. */
function waitlistView(
  bookingGrid: BookingGrid,
  bookable: BookableClass,
  slots: Slot[],
  hasTime: boolean,
): TimesView["waitlist"] {
  const entry = bookingGrid.waitlist.find(
    (one) => one.studentId === bookable.student.id && one.classId === bookable.classId,
  );
  if (entry?.state === "offered" && entry.startsAt !== null && entry.heldUntil !== null)
    return { kind: "offered", id: entry.id, startsAt: entry.startsAt, until: entry.heldUntil };
  if (entry) return { kind: "waiting", id: entry.id, ahead: entry.ahead };
  return mayJoinWaitlist(bookingGrid.evening, slots, hasTime) ? { kind: "may-join", id: crypto.randomUUID() } : null;
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
  return t("refusals.teachers.name", { name: shortName(first), n: teachers.length - 1 });
}

function shortNames(teachers: Teacher[], t: Words): string {
  return t.list(teachers.map((teacher) => shortName(teacher)));
}
