/** Only pages and mails format times; everything else counts epoch milliseconds. */

/** "16:05" in the school's zone. */
export function clockTime(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** "Monday, 21st December", as the founding page writes it; with the year where asked. */
export function longDate(at: number, zone: string, withYear = false): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("weekday")}, ${ordinal(Number(part("day")))} ${part("month")}${withYear ? ` ${part("year")}` : ""}`;
}

/** Whether two instants are on the same day in the zone. */
export function sameDay(a: number, b: number, zone: string): boolean {
  return longDate(a, zone, true) === longDate(b, zone, true);
}

/** "3 appointments". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "Mrs Abell, Mr Davies and Miss Brooks". */
export function list(names: string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
}

function ordinal(day: number): string {
  const suffix = { one: "st", two: "nd", few: "rd", other: "th", many: "th", zero: "th" } as const;
  return `${day}${suffix[new Intl.PluralRules("en-GB", { type: "ordinal" }).select(day)]}`;
}
