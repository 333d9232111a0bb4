/** What a person typed for a date, as numbers. */
export type TypedDate = { day: number; month: number; year: number };

/** What is wrong with it: a number that no date has, or a day that its month hasn't. */
export type DateError = { kind: "day" | "month" | "year" } | ({ kind: "no-such-day" } & TypedDate);
export type DateCheck = { iso: string } | { fault: DateError };

/** The date as yyyy-mm-dd, or what is wrong with it. */
export function checkDate({ day, month, year }: TypedDate): DateCheck {
  if (!Number.isInteger(month) || month < 1 || month > 12) return { fault: { kind: "month" } };
  if (!Number.isInteger(year) || year < 1900 || year > 2100) return { fault: { kind: "year" } };
  if (!Number.isInteger(day) || day < 1 || day > 31) return { fault: { kind: "day" } };
  if (day > daysIn(month, year)) return { fault: { kind: "no-such-day", day, month, year } };
  return { iso: `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` };
}

function daysIn(month: number, year: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
