import { assertNever } from "../../durable-objects/assert-never.ts";
import type { WindowState } from "../../worker/rules/booking/window.ts";
import { sameDay } from "../words/format.ts";
import type { Words } from "../words/words.ts";

/** An announced evening; times are epoch milliseconds. */
export type EveningFacts = {
  id: string;
  name: string;
  message: string;
  startsAt: number;
  endsAt: number;
  bookingOpensAt: number;
  bookingClosesAt: number;
  window: WindowState;
};

/** An evening as the school's front page tells of it. */
export type EveningCard = {
  id: string;
  name: string;
  message: string;
  /** "Today · 16:00 to 19:00 · by video". */
  when: string;
  booking: { state: "early" | "open" | "over"; tag: string; words: string };
};

/** Puts an announced evening into words, by the school's clock. */
export function describeEvening(evening: EveningFacts, zone: string, now: number, t: Words): EveningCard {
  const { id, name, message, startsAt, endsAt } = evening;
  const day = sameDay(startsAt, now, zone) ? t("home.today") : t.date(startsAt, zone);
  const when = t("home.when", { day, from: t.time(startsAt, zone), to: t.time(endsAt, zone) });
  return { id, name, message, when, booking: describeBooking(evening, zone, now, t) };
}

function describeBooking(evening: EveningFacts, zone: string, now: number, t: Words): EveningCard["booking"] {
  const state = evening.window;
  const at = (time: number) => {
    const clock = t.time(time, zone);
    return sameDay(time, now, zone)
      ? t("home.atToday", { time: clock })
      : t("home.at", { day: t.date(time, zone), time: clock });
  };
  switch (state) {
    case "early":
      return { state, tag: t("home.opensSoon"), words: t("home.bookFrom", { when: at(evening.bookingOpensAt) }) };
    case "open": {
      const until = Math.min(evening.bookingClosesAt, evening.endsAt);
      return { state, tag: t("home.isOpen"), words: t("home.bookUntil", { when: at(until) }) };
    }
    case "over":
    case "hidden":
      return { state: "over", tag: t("home.isClosed"), words: t("home.ringTheOffice") };
    default:
      return assertNever(state);
  }
}
