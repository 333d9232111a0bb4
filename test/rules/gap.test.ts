import fc from "fast-check";
import { expect, test } from "vitest";
import { lengthSecondsOf, slotSecondsFor, talkEndOf } from "../../worker/rules/booking/gap.ts";

test("five minutes with half a minute between: a slot of five, a talk of four and a half", () => {
  expect(slotSecondsFor(300, 30)).toBe(300);
  expect(talkEndOf(300_000, { gapSeconds: 30 })).toBe(270_000);
});

test("five minutes with one minute between: a slot of six, a talk of five", () => {
  expect(slotSecondsFor(300, 60)).toBe(360);
  expect(talkEndOf(360_000, { gapSeconds: 60 })).toBe(300_000);
});

test("property: what the school set is read back, and an appointment of several units talks until its gap alone", () => {
  const minutes = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(minutes, fc.constantFrom(0, 10, 30, 59, 60, 120, 600), minutes, (length, gapSeconds, units) => {
      const slotSeconds = slotSecondsFor(length * 60, gapSeconds);
      expect(lengthSecondsOf({ slotSeconds, gapSeconds })).toBe(length * 60);
      const end = units * slotSeconds * 1000;
      expect(end - talkEndOf(end, { gapSeconds })).toBe(gapSeconds * 1000);
    }),
  );
});
