import type { WindowState } from "../../worker/evenings/booking-window.ts";
import { clockTime, longDate, sameDay } from "../ui/format.ts";

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
export function describeEvening(evening: EveningFacts, zone: string, now: number): EveningCard {
  const { id, name, message, startsAt, endsAt } = evening;
  const day = sameDay(startsAt, now, zone) ? "Today" : longDate(startsAt, zone);
  const when = `${day} · ${clockTime(startsAt, zone)} to ${clockTime(endsAt, zone)} · by video`;
  return { id, name, message, when, booking: describeBooking(evening, zone, now) };
}

function describeBooking(evening: EveningFacts, zone: string, now: number): EveningCard["booking"] {
  const state = evening.window;
  const at = (time: number) =>
    sameDay(time, now, zone) ? `${clockTime(time, zone)} today` : `${longDate(time, zone)} at ${clockTime(time, zone)}`;
  switch (state) {
    case "early":
      return {
        state,
        tag: "Booking opens soon",
        words: `You can book from ${at(evening.bookingOpensAt)}.`,
      };
    case "open":
      return {
        state,
        tag: "Booking is open",
        words: `You can book until ${at(Math.min(evening.bookingClosesAt, evening.endsAt))}.`,
      };
    case "over":
    case "hidden":
      return { state: "over", tag: "Booking is closed", words: "If you still need a time, ring the school office." };
    default:
      return state satisfies never;
  }
}
