import { expect, test } from "vitest";
import { dayWord, mailingDue } from "../../worker/mail/mailing-times.ts";

const LONDON = "Europe/London";
const at = (iso: string) => Date.parse(iso);

test.each([
  ["two days before", "2026-12-10T17:00Z", null],
  ["the day before, in the morning", "2026-12-11T15:59Z", null],
  ["the day before, from four", "2026-12-11T16:00Z", "day_before"],
  ["late that evening", "2026-12-11T23:59Z", "day_before"],
  ["after midnight", "2026-12-12T00:00Z", null],
  ["on the day, from eight", "2026-12-12T08:00Z", "on_the_day"],
  ["half an hour before", "2026-12-12T15:30Z", null],
  ["while it runs", "2026-12-12T16:10Z", null],
])("an evening at four: %s", (_, now, due) => {
  expect(mailingDue(at("2026-12-12T16:00Z"), LONDON, at(now))).toBe(due);
});

test("a morning's evening is reminded of two hours before", () => {
  const startsAt = at("2026-12-12T08:30Z");
  expect(mailingDue(startsAt, LONDON, at("2026-12-12T06:29Z"))).toBeNull();
  expect(mailingDue(startsAt, LONDON, at("2026-12-12T06:30Z"))).toBe("on_the_day");
});

test("the school's clock counts, on the nights when the clocks change too", () => {
  // 25 October 2026: clocks go back at 01:00 UTC. The day before is still on summer time.
  const startsAt = at("2026-10-25T16:00Z");
  expect(mailingDue(startsAt, LONDON, at("2026-10-24T14:59Z"))).toBeNull();
  expect(mailingDue(startsAt, LONDON, at("2026-10-24T15:00Z"))).toBe("day_before");
  expect(mailingDue(startsAt, LONDON, at("2026-10-25T07:59Z"))).toBeNull();
  expect(mailingDue(startsAt, LONDON, at("2026-10-25T08:00Z"))).toBe("on_the_day");
  expect(mailingDue(at("2026-12-12T09:00Z"), "Pacific/Auckland", at("2026-12-11T03:00Z"))).toBe("day_before");
});

test("today and tomorrow are the school's", () => {
  const startsAt = at("2026-12-12T16:00Z");
  expect(dayWord(startsAt, LONDON, at("2026-12-11T23:59Z"))).toBe("Tomorrow");
  expect(dayWord(startsAt, LONDON, at("2026-12-12T00:00Z"))).toBe("Today");
  expect(dayWord(startsAt, LONDON, at("2026-12-10T12:00Z"))).toBeNull();
  expect(dayWord(at("2026-12-12T23:30Z"), "Pacific/Auckland", at("2026-12-12T11:30Z"))).toBe("Today");
});
