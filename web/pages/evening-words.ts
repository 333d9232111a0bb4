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
  const day = sameDay(startsAt, now, zone) ? t("home.evening.today.text") : t.date(startsAt, zone);
  const when = t("home.evening.when.text", { day, from: t.time(startsAt, zone), to: t.time(endsAt, zone) });
  return { id, name, message, when, booking: describeBooking(evening, zone, now, t) };
}

function describeBooking(evening: EveningFacts, zone: string, now: number, t: Words): EveningCard["booking"] {
  const state = evening.window;
  const at = (time: number) => {
    const clock = t.time(time, zone);
    return sameDay(time, now, zone)
      ? t("home.evening.atToday.text", { time: clock })
      : t("home.evening.atDay.text", { day: t.date(time, zone), time: clock });
  };
  switch (state) {
    case "early":
      return {
        state,
        tag: t("home.booking.early.status"),
        words: t("home.booking.early.text", { when: at(evening.bookingOpensAt) }),
      };
    case "open": {
      const until = Math.min(evening.bookingClosesAt, evening.endsAt);
      return { state, tag: t("home.booking.open.status"), words: t("home.booking.open.text", { when: at(until) }) };
    }
    case "over":
    case "hidden":
      return { state: "over", tag: t("home.booking.over.status"), words: t("home.booking.over.text") };
    default:
      return assertNever(state);
  }
}
