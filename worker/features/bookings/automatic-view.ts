import type { BookAutomaticProps, StudentWishes } from "../../../web/pages/book-automatic-page.tsx";
import type { MissedView } from "../../../web/pages/not-fitted.tsx";
import type { AgainView, ProposalProps, ProposedRow } from "../../../web/pages/proposal-page.tsx";
import type { BookingView } from "../../../web/ui/window-notice.tsx";
import type { Words } from "../../../web/words/words.ts";
import type { LoadedBoard } from "../../queries/booking-grid.ts";
import { anchorOf } from "../../rules/anchor.ts";
import { missedWords } from "../../rules/booking/family-rules.ts";
import { endOf, unitsOf } from "../../rules/booking/grid.ts";
import { type Offer, ownFor, slotsOfOffer } from "../../rules/booking/slots.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { fullName, shortName } from "../../rules/names.ts";
import type { Choices, Missed, WhyMissed } from "../../rules/plan-evening.ts";
import { programmeOf } from "../../rules/programme.ts";
import type { Proposal } from "../../rules/proposal.ts";
import { MOST_WISHES } from "../../rules/propose-times.ts";
import { mayJoinLine } from "../../rules/waitlist.ts";
import { HOLD_MS } from "./propose-appointments.ts";

/** What a form holds: a rank may stand beside a teacher who isn't ticked, and is kept too. */
export type Draft = { from: number; to: number; wanted: ReadonlySet<string>; ranks: ReadonlyMap<string, number> };

/** What a form sends for an offer. */
export function keyOf(studentId: string, classId: string): string {
  return `${studentId}~${classId}`;
}

export function bookingView({ evening }: LoadedBoard, now: number): BookingView {
  const state = windowOf(evening, now);
  if (state === "early") return { state, opensAt: evening.bookingOpensAt };
  return { state: state === "open" ? "open" : "over" };
}

/** The form's beginning: what was chosen last, or all of the evening and everybody, where that is not too many. */
export function draftOf(board: LoadedBoard, choices: Choices | undefined): Draft {
  if (choices) {
    const ranked = choices.wanted.flatMap(({ studentId, classId, rank }) =>
      rank === null ? [] : [[keyOf(studentId, classId), rank] as const],
    );
    const wanted = new Set(choices.wanted.map(({ studentId, classId }) => keyOf(studentId, classId)));
    return { from: choices.from, to: choices.to, wanted, ranks: new Map(ranked) };
  }
  const open = board.offers.filter((offer) => !ownFor(board, offer)).map(keyOfOffer);
  const { startsAt, endsAt } = board.evening;
  return { from: startsAt, to: endsAt, wanted: new Set(open.length <= MOST_WISHES ? open : []), ranks: new Map() };
}

type FormView = Pick<BookAutomaticProps, "evening" | "booking" | "proposalId" | "hours" | "students" | "most">;

/** The form's own props. */
export function automaticView(board: LoadedBoard, draft: Draft, now: number, t: Words): FormView {
  return {
    evening: eveningView(board),
    booking: bookingView(board, now),
    proposalId: crypto.randomUUID(),
    hours: hoursView(board, draft, now),
    students: studentsView(board, draft, t),
    most: MOST_WISHES,
  };
}

export function eveningView({ evening }: LoadedBoard) {
  return { id: evening.id, name: evening.name, startsAt: evening.startsAt };
}

/** What is over can't be chosen; what was chosen stays, the nearest to it that is left. */
function hoursView({ evening }: LoadedBoard, draft: Draft, now: number): BookAutomaticProps["hours"] {
  const starts = unitsOf(evening).filter((at, unit, all) => at > now || unit === all.length - 1);
  const ends = starts.map((at) => endOf(evening, at, 1));
  return {
    ...{ earliest: starts, latest: ends },
    from: starts.findLast((at) => at <= draft.from) ?? starts[0] ?? evening.startsAt,
    to: ends.find((at) => at >= draft.to) ?? ends.at(-1) ?? evening.endsAt,
  };
}

function studentsView(board: LoadedBoard, draft: Draft, t: Words): StudentWishes[] {
  const byStudent = Map.groupBy(board.offers, ({ student }) => student.id);
  return [...byStudent.values()].map((offers) => ({
    student: offers[0] ? studentName(offers[0]) : "",
    wishes: offers.filter((offer) => !ownFor(board, offer)).map((offer) => wishView(offer, draft, t)),
    booked: offers.flatMap((offer) => {
      const own = ownFor(board, offer);
      const { subject } = offer;
      return own ? [{ key: keyOfOffer(offer), teachers: teacherNames(offer, t), subject, startsAt: own.startsAt }] : [];
    }),
  }));
}

function wishView(offer: Offer, draft: Draft, t: Words) {
  const key = keyOfOffer(offer);
  return {
    ...{ key, id: `want-${key}`, teachers: teacherNames(offer, t), subject: offer.subject },
    ticked: draft.wanted.has(key),
    rank: draft.ranks.get(key) ?? null,
  };
}

type HeldView = Pick<ProposalProps, "evening" | "proposalId" | "hold" | "rows" | "newCount" | "missed" | "again">;

/** What was found, among what is booked already. */
export function proposalView(board: LoadedBoard, proposal: Proposal, say: Saying): HeldView {
  const { now, t } = say;
  const { id, plan, missed, choices, expiresAt } = proposal;
  return {
    evening: eveningView(board),
    proposalId: id,
    hold: { leftMs: expiresAt - now, wholeMs: Math.max(HOLD_MS, expiresAt - now), until: expiresAt },
    rows: rowsOf(board, proposal, t),
    newCount: plan.length,
    missed: missedViews(board, choices, missed, say),
    again: againView(choices),
  };
}

function rowsOf(board: LoadedBoard, { plan }: Proposal, t: Words): ProposedRow[] {
  const found = plan.flatMap(({ id, studentId, classId, startsAt, endsAt }) => {
    const offer = offerOf(board, studentId, classId);
    if (!offer) return [];
    const row = { teachers: teacherNames(offer, t), student: studentName(offer), subject: offer.subject };
    return [{ ...row, key: id, startsAt, endsAt, booked: false }];
  });
  const booked = board.own
    .filter((own) => own.eveningId === board.evening.id)
    .map(({ id, studentId, classId, startsAt, endsAt, teachers }) => {
      const offer = offerOf(board, studentId, classId);
      const row = { student: offer ? studentName(offer) : "", subject: offer?.subject ?? "" };
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
  board: LoadedBoard,
  choices: Choices,
  missed: readonly Missed[],
  say: Saying,
): MissedView[] {
  return missed.flatMap(({ studentId, classId, why }) => {
    const offer = offerOf(board, studentId, classId);
    if (!offer) return [];
    const words = whyWords(why, offer, choices, board, say);
    return [{ anchor: anchorOf(studentId, classId), words, line: lineOf(board, offer, why, say.now) }];
  });
}

/** Whether they wait for it already, or can: only where nothing is left to be had. */
function lineOf(board: LoadedBoard, offer: Offer, why: WhyMissed, now: number): MissedView["line"] {
  const { student, classId } = offer;
  if (board.line.some((place) => place.studentId === student.id && place.classId === classId)) return "in-line";
  const slots = why === "full" ? slotsOfOffer(board, offer, now).slots : [];
  return mayJoinLine(board.evening, slots, false) ? "may-join" : null;
}

function whyWords(why: WhyMissed, offer: Offer, { from, to }: Choices, { evening }: LoadedBoard, say: Saying): string {
  const { zone, t } = say;
  const { teachers, subject } = offer;
  const whom = {
    teachers: t.list(teachers.map((teacher) => shortName(teacher))),
    subject,
    student: studentName(offer),
  };
  const values = { ...whom, n: teachers.length };
  switch (why) {
    case "full":
      return t("refusals.missedFull", values);
    case "hours":
      return t("refusals.missedHours", { ...values, from: t.time(from, zone), to: t.time(to, zone) });
    case "clash":
      return t("refusals.missedClash", values);
    case "crowded":
      return t("refusals.missedCrowded", values);
    default: {
      const most = evening.mostPerStudent;
      // The school has lifted its limit since the search: no number would be true.
      if (why === "limit" && most === null) return t("refusals.missedCrowded", values);
      return missedWords(why, t, whom, evening);
    }
  }
}

function offerOf({ offers }: LoadedBoard, studentId: string, classId: string): Offer | undefined {
  return offers.find((offer) => offer.student.id === studentId && offer.classId === classId);
}

function keyOfOffer({ student, classId }: Offer): string {
  return keyOf(student.id, classId);
}

function studentName({ student }: Offer): string {
  return `${student.forename} ${student.surname}`;
}

function teacherNames({ teachers }: Pick<Offer, "teachers">, t: Words): string {
  return t.list(teachers.map((teacher) => fullName(teacher)));
}
