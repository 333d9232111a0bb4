import { type SQL, sql } from "drizzle-orm";
import type { GuardianId } from "../../db/ids.ts";
import type { Given } from "../../db/prepared-batch.ts";
import type { GivenScope } from "../../db/scope.ts";
import { opensFor } from "./early-access.ts";

/** What decides whether guardians may book; times are epoch milliseconds. */
export type BookingWindow = {
  state: "draft" | "published" | "closed";
  bookingOpensAt: number;
  bookingClosesAt: number;
  endsAt: number;
};

/** `hidden`: guardians don't know of the evening yet. `early`: booking has still to open. `over`: nothing can be changed any more. */
export type WindowState = "hidden" | "early" | "open" | "over";

/** When booking closes: at the evening's own close of booking, and at its end at the latest. */
export function closesAt({ bookingClosesAt, endsAt }: Pick<BookingWindow, "bookingClosesAt" | "endsAt">): number {
  return Math.min(bookingClosesAt, endsAt);
}

/** Whether guardians may book now. The window is closed at the very millisecond of its close. */
export function windowOf(evening: BookingWindow, now: number): WindowState {
  if (evening.state === "draft") return "hidden";
  if (evening.state === "closed") return "over";
  if (now < evening.bookingOpensAt) return "early";
  return now < closesAt(evening) ? "open" : "over";
}

/**
 * Whether guardians may not book now, of the row of `evenings` that a query is at: what `windowOf` says, with booking opening earlier for
 * families with early access.
 */
export function windowClosed(scope: GivenScope, guardianId: Given<GuardianId>): SQL {
  const { schoolId, now } = scope;
  return sql`NOT (evenings.state = 'published' AND ${opensFor(schoolId, guardianId)} <= ${now}
    AND ${now} < min(evenings.booking_closes_at, evenings.ends_at))`;
}
