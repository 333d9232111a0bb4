import { expect, test } from "vitest";
import { checkDate } from "../../worker/rules/calendar-date.ts";

test("a date becomes yyyy-mm-dd", () => {
  expect(checkDate({ day: 9, month: 5, year: 2016 })).toEqual({ iso: "2016-05-09" });
  expect(checkDate({ day: 29, month: 2, year: 2016 })).toEqual({ iso: "2016-02-29" });
});

test.each([
  [{ day: 31, month: 6, year: 2016 }, "no-such-day"],
  [{ day: 30, month: 2, year: 2016 }, "no-such-day"],
  [{ day: 29, month: 2, year: 2017 }, "no-such-day"],
  [{ day: 3, month: 14, year: 2016 }, "month"],
  [{ day: 0, month: 1, year: 2016 }, "day"],
  [{ day: 32, month: 1, year: 2016 }, "day"],
  [{ day: 3, month: 4, year: 16 }, "year"],
  [{ day: Number.NaN, month: 4, year: 2016 }, "day"],
])("%o: %s", (typed, kind) => {
  expect(checkDate(typed)).toMatchObject({ fault: { kind } });
});
