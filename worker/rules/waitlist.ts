import { type LeadTime, lastMoment } from "./booking/lead-time.ts";
import type { Slot } from "./booking/slots.ts";
import { type BookingWindow, closesAt } from "./booking/window.ts";

/** What decides about a waitlist; times are epoch milliseconds. */
export type WaitlistRules = LeadTime &
  Pick<BookingWindow, "bookingClosesAt" | "endsAt"> & { waitingList: boolean; offerMinutes: number };

/**
 * Whether a guardian may join the waitlist for a class: where the evening keeps waitlists, nothing is free for them now, and something could
 * become so. `slots` are as they stand for this guardian; one who has a time already moves it instead.
 */
export function mayJoinWaitlist(
  rules: Pick<WaitlistRules, "waitingList">,
  slots: readonly Slot[],
  hasTime: boolean,
): boolean {
  if (!rules.waitingList || hasTime) return false;
  return slots.some((slot) => slot.state.kind === "taken") && !slots.some((slot) => slot.state.kind === "free");
}

/**
 * Until when a freed time is held for whoever it is offered to: the evening's time for it, but never past the close of booking, nor past
 * the moment from which the time could not be booked any more. Null where that is over already.
 */
export function offerUntil(rules: WaitlistRules, startsAt: number, now: number): number | null {
  const until = Math.min(now + rules.offerMinutes * 60_000, closesAt(rules), lastMoment(rules, startsAt));
  return until > now ? until : null;
}
