import * as z from "zod";
import { lengthSecondsOf, slotSecondsFor } from "./booking/gap.ts";
import { type FieldError, ticked, typed } from "./form-fields.ts";
import { isMarked, markRehearsal, unmarked } from "./rehearsal.ts";
import { type DayTime, dayTimeOf, instantOf } from "./school-time.ts";

const box = typed(5_000);

/** What the form sends, as typed: echoed when something is wrong. */
export const eveningForm = z.object({
  name: box,
  rehearsal: box,
  message: box,
  day: box,
  from: box,
  to: box,
  length: box,
  gap: box,
  ending: box,
  opensDay: box,
  opensTime: box,
  closesDay: box,
  closesTime: box,
  lead: box,
  earlyYears: ticked.catch([]),
  earlyDay: box,
  earlyTime: box,
  most: box,
  meetings: box,
  waiting: box,
  offer: box,
});
export type EveningInput = z.infer<typeof eveningForm>;

/** What cannot change once an evening is published: every time that was given away hangs on it. */
export type EveningGrid = {
  startsAt: number;
  endsAt: number;
  slotSeconds: number;
  gapSeconds: number;
  rehearsal: boolean;
};
export type EveningRules = {
  name: string;
  message: string;
  ending: "on-time" | "until-next";
  bookingOpensAt: number;
  bookingClosesAt: number;
  leadMinutes: number;
  earlyOpensAt: number | null;
  earlyYears: string;
  mostPerStudent: number | null;
  together: boolean;
  waitingList: boolean;
  offerMinutes: number;
};
export type EveningSettings = EveningGrid & EveningRules;

export const GAPS = [0, 15, 30, 60, 120, 180, 300, 600];
const MINUTE_MS = 60_000;
const LONGEST_MINUTES = 120;
const MOST_UNITS = 288;
const MOST_LEAD_HOURS = 14 * 24;
const MOST_APPOINTMENTS = 20;
const OFFER_MINUTES = { least: 5, most: 24 * 60 };

/** Reads the form by the clock of `zone`. `fixed` is the grid of a published evening: it is kept, whatever the form says. */
export function readEvening(
  input: EveningInput,
  zone: string,
  fixed: EveningGrid | null,
): { settings: EveningSettings } | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  const fail = (field: string, words: string) => void errors.push({ field, words });
  if (input.name === "") fail("name", "Give the evening a name");
  if (input.name.length > 100) fail("name", "Use 100 characters at most for the name");
  if (input.message.length > 1_000) fail("message", "Use 1,000 characters at most for the message");
  const grid = fixed ?? readGrid(input, zone, fail);
  const rules = readRules(input, zone, fail);
  const rehearsal = fixed ? fixed.rehearsal : input.rehearsal === "1";
  if (!rehearsal && isMarked(input.name))
    fail("name", "A name that begins with “Rehearsal:” is a rehearsal’s: tick it below, or choose another name");
  if (errors.length === 0 && grid && rules) checkWindow(rules, grid, fail);
  if (errors.length > 0 || !grid || !rules) return { errors };
  const name = rehearsal ? markRehearsal(rules.name) : rules.name;
  return { settings: { ...grid, ...rules, rehearsal, name } };
}

/** The form of an evening as it stands. */
export function inputOf(evening: EveningSettings, zone: string): EveningInput {
  const at = (instant: number) => dayTimeOf(instant, zone);
  const [from, to, opens, closes] = [
    evening.startsAt,
    evening.endsAt,
    evening.bookingOpensAt,
    evening.bookingClosesAt,
  ].map(at) as [DayTime, DayTime, DayTime, DayTime];
  const early = evening.earlyOpensAt === null ? { day: "", time: "" } : at(evening.earlyOpensAt);
  return {
    ...{ name: evening.rehearsal ? unmarked(evening.name) : evening.name, rehearsal: evening.rehearsal ? "1" : "" },
    ...{ message: evening.message, day: from.day, from: from.time, to: to.time },
    ...{ length: String(lengthSecondsOf(evening) / 60), gap: String(evening.gapSeconds), ending: evening.ending },
    ...{ opensDay: opens.day, opensTime: opens.time, closesDay: closes.day, closesTime: closes.time },
    ...{ lead: String(evening.leadMinutes / 60), earlyYears: yearsOf(evening.earlyYears) },
    ...{ earlyDay: early.day, earlyTime: early.time, most: String(evening.mostPerStudent ?? "") },
    ...{ meetings: evening.together ? "together" : "separate", waiting: evening.waitingList ? "1" : "" },
    offer: String(evening.offerMinutes),
  };
}

/** The year groups of `early_years`. */
export function yearsOf(json: string): string[] {
  return z.array(z.string()).catch([]).parse(JSON.parse(json));
}

type Fail = (field: string, words: string) => void;

function readGrid(input: EveningInput, zone: string, fail: Fail): Omit<EveningGrid, "rehearsal"> | null {
  const startsAt = readInstant({ day: input.day, time: input.from }, zone, { day: "day", time: "from" }, fail);
  const endsAt = readInstant({ day: input.day, time: input.to }, zone, { day: "day", time: "to" }, fail);
  const length = readNumber(input.length, 1, LONGEST_MINUTES);
  if (length === null) fail("length", `Give a length of 1 to ${LONGEST_MINUTES} whole minutes`);
  const gapSeconds = Number(input.gap);
  const knownGap = GAPS.includes(gapSeconds) && input.gap !== "";
  if (!knownGap) fail("gap", "Choose a gap from the list");
  if (startsAt === null || endsAt === null || length === null || !knownGap) return null;
  const slotSeconds = slotSecondsFor(length * 60, gapSeconds);
  if (gapSeconds < 60 && gapSeconds >= length * 60) fail("gap", "The gap must leave some time to talk");
  if (endsAt <= startsAt) fail("to", "The evening must end after it starts, on the same day");
  else if (endsAt - startsAt < slotSeconds * 1000) fail("to", "There is no room for one appointment before the end");
  else if ((endsAt - startsAt) / (slotSeconds * 1000) > MOST_UNITS)
    fail("length", `That makes more than ${MOST_UNITS} times: choose longer appointments or a shorter evening`);
  return { startsAt, endsAt, slotSeconds, gapSeconds };
}

function readRules(input: EveningInput, zone: string, fail: Fail): EveningRules | null {
  const opens = { day: input.opensDay, time: input.opensTime };
  const closes = { day: input.closesDay, time: input.closesTime };
  const bookingOpensAt = readInstant(opens, zone, { day: "opensDay", time: "opensTime" }, fail);
  const bookingClosesAt = readInstant(closes, zone, { day: "closesDay", time: "closesTime" }, fail);
  const lead = readNumber(input.lead || "0", 0, MOST_LEAD_HOURS);
  if (lead === null) fail("lead", `Give whole hours from 0 to ${MOST_LEAD_HOURS}`);
  const most = input.most === "" ? "" : readNumber(input.most, 1, MOST_APPOINTMENTS);
  if (most === null) fail("most", `Give a number from 1 to ${MOST_APPOINTMENTS}, or leave it empty for no limit`);
  const offerMinutes = readNumber(input.offer, OFFER_MINUTES.least, OFFER_MINUTES.most);
  if (offerMinutes === null) fail("offer", `Give ${OFFER_MINUTES.least} to ${OFFER_MINUTES.most} whole minutes`);
  const early = readEarly(input, zone, fail);
  if (bookingOpensAt === null || bookingClosesAt === null || lead === null || most === null || offerMinutes === null)
    return null;
  return {
    ...{ name: input.name, message: input.message, bookingOpensAt, bookingClosesAt, offerMinutes },
    ...{ ending: input.ending === "until-next" ? "until-next" : "on-time", leadMinutes: lead * 60 },
    ...{ mostPerStudent: most === "" ? null : most, together: input.meetings === "together" },
    ...{ waitingList: input.waiting === "1", earlyOpensAt: early, earlyYears: JSON.stringify(input.earlyYears) },
  };
}

function readEarly(input: EveningInput, zone: string, fail: Fail): number | null {
  const early = { day: input.earlyDay, time: input.earlyTime };
  const given = early.day !== "" || early.time !== "";
  if (input.earlyYears.length === 0) {
    if (given) fail("earlyYears", "Choose the year groups that may book early, or leave the early day and time empty");
    return null;
  }
  return readInstant(early, zone, { day: "earlyDay", time: "earlyTime" }, fail);
}

function checkWindow(rules: EveningRules, grid: Pick<EveningGrid, "endsAt">, fail: Fail): void {
  if (rules.bookingClosesAt <= rules.bookingOpensAt) fail("closesDay", "Booking must close after it opens");
  if (rules.bookingClosesAt > grid.endsAt) fail("closesDay", "Booking must close before the evening is over");
  if (rules.earlyOpensAt !== null && rules.earlyOpensAt >= rules.bookingOpensAt)
    fail("earlyDay", "The early day and time must be before booking opens for everyone");
}

function readInstant(value: DayTime, zone: string, ids: DayTime, fail: Fail): number | null {
  const instant = instantOf(value, zone);
  if (instant.kind === "at") return instant.at;
  if (instant.kind === "skipped") fail(ids.time, "The clocks go forward over that time: choose another");
  else if (/^\d{4}-\d{2}-\d{2}$/.test(value.day)) fail(ids.time, "Give a time, like 16:00");
  else fail(ids.day, "Give a day, like 2027-01-12");
  return null;
}

function readNumber(text: string, least: number, most: number): number | null {
  const value = Number(text);
  return /^\d{1,6}$/.test(text) && value >= least && value <= most ? value : null;
}

/** A new evening's form: five weeks ahead, from 16:00 to 19:00, booking open for the three weeks before. */
export function newEveningInput(now: number, zone: string): EveningInput {
  const DAY_MS = 24 * 60 * MINUTE_MS;
  const on = (days: number) => dayTimeOf(now + days * DAY_MS, zone).day;
  return {
    ...{
      name: "",
      rehearsal: "",
      message: "",
      day: on(35),
      from: "16:00",
      to: "19:00",
      length: "5",
      gap: "0",
      ending: "on-time",
    },
    ...{ opensDay: on(14), opensTime: "18:00", closesDay: on(34), closesTime: "12:00", lead: "0", earlyYears: [] },
    ...{ earlyDay: "", earlyTime: "", most: "", meetings: "separate", waiting: "1", offer: "120" },
  };
}

/** A new rehearsal's form: tomorrow, and booking open from today on until it ends. */
export function newRehearsalInput(now: number, zone: string): EveningInput {
  const usual = newEveningInput(now, zone);
  const [today, tomorrow] = [now, now + 24 * 60 * MINUTE_MS].map((at) => dayTimeOf(at, zone).day);
  return {
    ...usual,
    ...{ rehearsal: "1", day: tomorrow ?? "", opensDay: today ?? "", opensTime: "00:00" },
    ...{ closesDay: tomorrow ?? "", closesTime: usual.to },
  };
}
