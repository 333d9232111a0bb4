/** What a person typed for a date, as numbers. */
export type TypedDate = { day: number; month: number; year: number };

export type DateCheck = { iso: string } | { fault: string };

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The date as yyyy-mm-dd, or what is wrong with it in words that follow "Check the date: ". */
export function checkDate({ day, month, year }: TypedDate): DateCheck {
  const name = MONTHS[month - 1];
  if (!name || !Number.isInteger(month)) return { fault: "the month goes from 1 to 12" };
  if (!Number.isInteger(year) || year < 1900 || year > 2100) return { fault: "write the year with four figures" };
  if (!Number.isInteger(day) || day < 1 || day > 31) return { fault: "the day goes from 1 to 31" };
  if (day > daysIn(month, year)) {
    const leap = month === 2 && day === 29 ? ` ${year}` : "";
    return { fault: `there is no ${day}${day === 31 ? "st" : "th"} in ${name}${leap}` };
  }
  return { iso: `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` };
}

function daysIn(month: number, year: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
