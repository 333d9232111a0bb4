import { expect, test } from "vitest";
import { checkDate } from "../../worker/people/calendar-date.ts";

test("a date becomes yyyy-mm-dd", () => {
  expect(checkDate({ day: 9, month: 5, year: 2016 })).toEqual({ iso: "2016-05-09" });
  expect(checkDate({ day: 29, month: 2, year: 2016 })).toEqual({ iso: "2016-02-29" });
});

test.each([
  [{ day: 31, month: 6, year: 2016 }, "there is no 31st in June"],
  [{ day: 30, month: 2, year: 2016 }, "there is no 30th in February"],
  [{ day: 29, month: 2, year: 2017 }, "there is no 29th in February 2017"],
  [{ day: 3, month: 14, year: 2016 }, "the month goes from 1 to 12"],
  [{ day: 0, month: 1, year: 2016 }, "the day goes from 1 to 31"],
  [{ day: 32, month: 1, year: 2016 }, "the day goes from 1 to 31"],
  [{ day: 3, month: 4, year: 16 }, "write the year with four figures"],
  [{ day: Number.NaN, month: 4, year: 2016 }, "the day goes from 1 to 31"],
])("%o: %s", (typed, fault) => {
  expect(checkDate(typed)).toEqual({ fault });
});
