import { expect, test } from "vitest";
import { describeEvening, type EveningFacts } from "../../web/pages/evening-words.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const at = Date.parse;
const evening: EveningFacts = {
  ...{ id: "e1", name: "Progress Meeting", message: "", window: "open" },
  ...{ startsAt: at("2026-12-21T16:00:00Z"), endsAt: at("2026-12-21T19:00:00Z") },
  ...{ bookingOpensAt: at("2026-12-01T09:00:00Z"), bookingClosesAt: at("2026-12-18T12:00:00Z") },
};
const now = at("2026-12-10T10:00:00Z");

test("an evening is told by the school's clock", () => {
  expect(describeEvening(evening, "Europe/London", now, englishWords)).toMatchObject({
    when: "Monday, 21st December · 16:00 to 19:00 · by video",
    booking: { tag: "Booking is open", words: "You can book until Friday, 18th December at 12:00." },
  });
  expect(describeEvening(evening, "Europe/Athens", now, englishWords).when).toContain("18:00 to 21:00");
});

test("today is called today", () => {
  const today = describeEvening(evening, "Europe/London", at("2026-12-21T08:00:00Z"), englishWords);
  expect(today.when).toMatch(/^Today · 16:00/);
});

test("booking that has not opened names its day; booking that is over names the office", () => {
  const early = describeEvening(
    { ...evening, window: "early" },
    "Europe/London",
    at("2026-12-01T08:00:00Z"),
    englishWords,
  );
  expect(early.booking.words).toBe("You can book from 09:00 today.");
  const over = describeEvening({ ...evening, window: "over" }, "Europe/London", now, englishWords);
  expect(over.booking).toMatchObject({ state: "over", tag: "Booking is closed" });
});

test("booking never lasts longer than the evening", () => {
  const late = { ...evening, bookingClosesAt: evening.endsAt + 1 };
  expect(describeEvening(late, "Europe/London", now, englishWords).booking.words).toContain("21st December at 19:00");
});
