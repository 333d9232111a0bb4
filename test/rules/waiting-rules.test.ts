import fc from "fast-check";
import { expect, test } from "vitest";
import type { Slot, SlotState } from "../../worker/rules/booking/slots.ts";
import { mayJoinWaitlist, offerUntil } from "../../worker/rules/waitlist.ts";

const MINUTE = 60_000;
const slots = (...kinds: ("free" | "taken" | "away" | "late" | "past" | "held")[]): Slot[] =>
  kinds.map((kind, at) => ({ startsAt: at, state: { kind } satisfies SlotState }));

test("a line is joined where nothing is free and something is taken", () => {
  const on = { waitingList: true };
  expect(mayJoinWaitlist(on, slots("taken", "taken", "away"), false)).toBe(true);
  expect(mayJoinWaitlist(on, slots("taken", "free"), false)).toBe(false);
  expect(mayJoinWaitlist(on, slots("away", "late", "past"), false)).toBe(false);
  expect(mayJoinWaitlist(on, slots("taken"), true)).toBe(false);
  expect(mayJoinWaitlist({ waitingList: false }, slots("taken"), false)).toBe(false);
});

test("an offer is held for the evening's time, two hours unless set otherwise", () => {
  const closes = { bookingClosesAt: 1_000 * MINUTE, endsAt: 1_000 * MINUTE };
  const rules = { waitingList: true, ...closes, leadMinutes: 0, offerMinutes: 120 };
  expect(offerUntil(rules, 900 * MINUTE, 0)).toBe(120 * MINUTE);
});

test("property: an offer never outlasts the close of booking, the lead time or its time, and is never over when made", () => {
  const minutes = fc.integer({ min: 0, max: 500 });
  fc.assert(
    fc.property(
      minutes,
      minutes,
      minutes,
      minutes,
      minutes,
      fc.integer({ min: 5, max: 300 }),
      (now, closes, ends, starts, lead, offer) => {
        const window = { bookingClosesAt: closes * MINUTE, endsAt: ends * MINUTE };
        const rules = { waitingList: true, ...window, leadMinutes: lead, offerMinutes: offer };
        const until = offerUntil(rules, starts * MINUTE, now * MINUTE);
        const last = Math.min(closes, ends, starts - lead, now + offer) * MINUTE;
        expect(until).toBe(last > now * MINUTE ? last : null);
      },
    ),
  );
});
