import type { BookAutomaticProps, StudentWishes } from "../../../web/pages/book-automatic-page.tsx";
import type { MissedView } from "../../../web/pages/not-fitted.tsx";
import type { AgainView, ProposalProps, ProposedRow } from "../../../web/pages/proposal-page.tsx";
import type { BookingView } from "../../../web/ui/window-notice.tsx";
import type { Words } from "../../../web/words/words.ts";
import type { ClassId, StudentId } from "../../db/ids.ts";
import type { BookingGrid } from "../../queries/booking-grid.ts";
import { anchorOf } from "../../rules/anchor.ts";
import { missedWords } from "../../rules/booking/family-rules.ts";
import { endOf, unitsOf } from "../../rules/booking/grid.ts";
import type { BookableClass } from "../../rules/booking/slot-facts.ts";
import { ownFor, slotsOfBookable } from "../../rules/booking/slots.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { fullName, shortName, studentName } from "../../rules/names.ts";
import type { Choices, Missed, WhyMissed } from "../../rules/plan-evening.ts";
import { programmeOf } from "../../rules/programme.ts";
import type { Proposal } from "../../rules/proposal.ts";
import { MOST_WISHES } from "../../rules/propose-times.ts";
import { mayJoinWaitlist } from "../../rules/waitlist.ts";
import { HOLD_MS } from "./propose-appointments.ts";

/** What a form holds: a rank may stand beside a teacher who isn't ticked, and is kept too. */
export type Draft = { from: number; to: number; wanted: ReadonlySet<string>; ranks: ReadonlyMap<string, number> };

/** What a form sends for a bookable class. */
export function keyOf(studentId: StudentId, classId: ClassId): string {
  return `${studentId}~${classId}`;
}

export function bookingView({ evening }: BookingGrid, now: number): BookingView {
  const state = windowOf(evening, now);
  if (state === "early") return { state, opensAt: evening.bookingOpensAt };
  return { state: state === "open" ? "open" : "over" };
}

/** The form's beginning: what was chosen last, or all of the evening and everybody, where that is not too many. */
export function draftOf(bookingGrid: BookingGrid, choices: Choices | undefined): Draft {
  if (choices) {
    const ranked = choices.wanted.flatMap(({ studentId, classId, rank }) =>
      rank === null ? [] : [[keyOf(studentId, classId), rank] as const],
    );
    const wanted = new Set(choices.wanted.map(({ studentId, classId }) => keyOf(studentId, classId)));
    return { from: choices.from, to: choices.to, wanted, ranks: new Map(ranked) };
  }
  const open = bookingGrid.bookables.filter((bookable) => !ownFor(bookingGrid, bookable)).map(keyOfBookable);
  const { startsAt, endsAt } = bookingGrid.evening;
  return { from: startsAt, to: endsAt, wanted: new Set(open.length <= MOST_WISHES ? open : []), ranks: new Map() };
}

type FormView = Pick<BookAutomaticProps, "evening" | "booking" | "proposalId" | "hours" | "students" | "most">;

/** The form's own props. */
export function automaticView(bookingGrid: BookingGrid, draft: Draft, now: number, t: Words): FormView {
  return {
    evening: eveningView(bookingGrid),
    booking: bookingView(bookingGrid, now),
    proposalId: crypto.randomUUID(),
    hours: hoursView(bookingGrid, draft, now),
    students: studentsView(bookingGrid, draft, t),
    most: MOST_WISHES,
  };
}

export function eveningView({ evening }: BookingGrid) {
  return { id: evening.id, name: evening.name, startsAt: evening.startsAt };
}

/** What is over can't be chosen; what was chosen stays, the nearest to it that is left. */
function hoursView({ evening }: BookingGrid, draft: Draft, now: number): BookAutomaticProps["hours"] {
  const starts = unitsOf(evening).filter((at, unit, all) => at > now || unit === all.length - 1);
  const ends = starts.map((at) => endOf(evening, at, 1));
  return {
    ...{ earliest: starts, latest: ends },
    from: starts.findLast((at) => at <= draft.from) ?? starts[0] ?? evening.startsAt,
    to: ends.find((at) => at >= draft.to) ?? ends.at(-1) ?? evening.endsAt,
  };
}

function studentsView(bookingGrid: BookingGrid, draft: Draft, t: Words): StudentWishes[] {
  const byStudent = Map.groupBy(bookingGrid.bookables, ({ student }) => student.id);
  return [...byStudent.values()].map((bookables) => ({
    student: bookables[0] ? studentName(bookables[0].student) : "",
    wishes: bookables
      .filter((bookable) => !ownFor(bookingGrid, bookable))
      .map((bookable) => wishView(bookable, draft, t)),
    booked: bookables.flatMap((bookable) => {
      const own = ownFor(bookingGrid, bookable);
      const { subject } = bookable;
      return own
        ? [{ key: keyOfBookable(bookable), teachers: teacherNames(bookable, t), subject, startsAt: own.startsAt }]
        : [];
    }),
  }));
}

function wishView(bookable: BookableClass, draft: Draft, t: Words) {
  const key = keyOfBookable(bookable);
  return {
    ...{ key, id: `want-${key}`, teachers: teacherNames(bookable, t), subject: bookable.subject },
    ticked: draft.wanted.has(key),
    rank: draft.ranks.get(key) ?? null,
  };
}

type HeldView = Pick<ProposalProps, "evening" | "proposalId" | "hold" | "rows" | "newCount" | "missed" | "again">;

/** What was found, among what is booked already. */
export function proposalView(bookingGrid: BookingGrid, proposal: Proposal, say: Saying): HeldView {
  const { now, t } = say;
  const { id, plan, missed, choices, expiresAt } = proposal;
  return {
    evening: eveningView(bookingGrid),
    proposalId: id,
    hold: { leftMs: expiresAt - now, wholeMs: Math.max(HOLD_MS, expiresAt - now), until: expiresAt },
    rows: rowsOf(bookingGrid, proposal, t),
    newCount: plan.length,
    missed: missedViews(bookingGrid, choices, missed, say),
    again: againView(choices),
  };
}

function rowsOf(bookingGrid: BookingGrid, { plan }: Proposal, t: Words): ProposedRow[] {
  const found = plan.flatMap(({ id, studentId, classId, startsAt, endsAt }) => {
    const bookable = bookableOf(bookingGrid, studentId, classId);
    if (!bookable) return [];
    const row = {
      teachers: teacherNames(bookable, t),
      student: studentName(bookable.student),
      subject: bookable.subject,
    };
    return [{ ...row, key: id, startsAt, endsAt, booked: false }];
  });
  const booked = bookingGrid.own
    .filter((own) => own.eveningId === bookingGrid.evening.id)
    .map(({ id, studentId, classId, startsAt, endsAt, teachers }) => {
      const bookable = bookableOf(bookingGrid, studentId, classId);
      const row = { student: bookable ? studentName(bookable.student) : "", subject: bookable?.subject ?? "" };
      return { ...row, key: id, teachers: teacherNames({ teachers }, t), startsAt, endsAt, booked: true };
    });
  return programmeOf([...found, ...booked]).map((row) =>
    row.kind === "gap" ? row : { kind: "appointment", ...row.appointment },
  );
}

/** The same choices for a form of one button. */
export function againView({ from, to, wanted }: Choices): AgainView {
  const wants = wanted.flatMap(({ studentId, classId, rank }) => {
    const key = keyOf(studentId, classId);
    return [{ name: "want", value: key }, ...(rank === null ? [] : [{ name: `rank-${key}`, value: String(rank) }])];
  });
  const hours = [
    { name: "from", value: String(from) },
    { name: "to", value: String(to) },
  ];
  return { fields: [{ name: "id", value: crypto.randomUUID() }, ...hours, ...wants] };
}

type Saying = { zone: string; now: number; t: Words };

/** What could not be fitted, in words. */
export function missedViews(
  bookingGrid: BookingGrid,
  choices: Choices,
  missed: readonly Missed[],
  say: Saying,
): MissedView[] {
  return missed.flatMap(({ studentId, classId, why }) => {
    const bookable = bookableOf(bookingGrid, studentId, classId);
    if (!bookable) return [];
    const words = whyWords(why, bookable, choices, bookingGrid, say);
    return [{ anchor: anchorOf(studentId, classId), words, waitlist: waitlistOf(bookingGrid, bookable, why, say.now) }];
  });
}

/** Whether they wait for it already, or can: only where nothing is left to be had. */
function waitlistOf(
  bookingGrid: BookingGrid,
  bookable: BookableClass,
  why: WhyMissed,
  now: number,
): MissedView["waitlist"] {
  const { student, classId } = bookable;
  if (bookingGrid.waitlist.some((entry) => entry.studentId === student.id && entry.classId === classId))
    return "in-line";
  const slots = why === "full" ? slotsOfBookable(bookingGrid, bookable, now).slots : [];
  return mayJoinWaitlist(bookingGrid.evening, slots, false) ? "may-join" : null;
}

function whyWords(
  why: WhyMissed,
  bookable: BookableClass,
  { from, to }: Choices,
  { evening }: BookingGrid,
  say: Saying,
): string {
  const { zone, t } = say;
  const { teachers, subject } = bookable;
  const whom = {
    teachers: t.list(teachers.map((teacher) => shortName(teacher))),
    subject,
    student: studentName(bookable.student),
  };
  const values = { ...whom, n: teachers.length };
  switch (why) {
    case "full":
      return t("refusals.missed.full.text", values);
    case "hours":
      return t("refusals.missed.hours.text", { ...values, from: t.time(from, zone), to: t.time(to, zone) });
    case "clash":
      return t("refusals.missed.clash.text", values);
    case "crowded":
      return t("refusals.missed.crowded.text", values);
    default: {
      const most = evening.mostPerStudent;
      // The school has lifted its limit since the search: no number would be true.
      if (why === "limit" && most === null) return t("refusals.missed.crowded.text", values);
      return missedWords(why, t, whom, evening);
    }
  }
}

function bookableOf({ bookables }: BookingGrid, studentId: StudentId, classId: ClassId): BookableClass | undefined {
  return bookables.find((bookable) => bookable.student.id === studentId && bookable.classId === classId);
}

function keyOfBookable({ student, classId }: BookableClass): string {
  return keyOf(student.id, classId);
}

function teacherNames({ teachers }: Pick<BookableClass, "teachers">, t: Words): string {
  return t.list(teachers.map((teacher) => fullName(teacher)));
}
