/** What decides whether guardians may book; times are epoch milliseconds. */
export type BookingWindow = {
  state: "draft" | "published" | "closed";
  bookingOpensAt: number;
  bookingClosesAt: number;
  endsAt: number;
};

/** `hidden`: guardians don't know of the evening yet. `early`: booking has still to open. `over`: nothing can be changed any more. */
export type WindowState = "hidden" | "early" | "open" | "over";

/** Whether guardians may book now. The window is closed at the very millisecond of its close. */
export function windowOf(evening: BookingWindow, now: number): WindowState {
  if (evening.state === "draft") return "hidden";
  if (evening.state === "closed") return "over";
  if (now < evening.bookingOpensAt) return "early";
  return now < Math.min(evening.bookingClosesAt, evening.endsAt) ? "open" : "over";
}

/** How long before its start a time must be booked, moved or given back. */
export type LeadTime = { leadMinutes: number };

/** Whether a time begins too soon to be booked or changed now: at the very millisecond of the lead time, it is. */
export function isTooLate({ leadMinutes }: LeadTime, startsAt: number, now: number): boolean {
  return now >= startsAt - leadMinutes * 60_000;
}
