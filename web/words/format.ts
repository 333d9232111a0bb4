/** Only pages and mails format times; everything else counts epoch milliseconds. */

const HOUR_MS = 3_600_000;
/** The furthest that ECMAScript knows: formatting anything beyond throws, and a form can name any. */
const FURTHEST_INSTANT = 8.64e15;
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
/** A page shows hundreds of times, and making a format costs far more than using it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** "16:05" in the school's zone. In the hour that comes twice when clocks go back, "01:05 BST" and "01:05 GMT". */
export function clockTime(at: number, zone: string, locale = "en-GB"): string {
  const clock = clocks.get(`${zone} ${locale}`) ?? new Intl.DateTimeFormat(locale, { ...CLOCK, timeZone: zone });
  clocks.set(`${zone} ${locale}`, clock);
  const time = clock.format(at);
  const beside = [at - HOUR_MS, at + HOUR_MS].filter((instant) => Math.abs(instant) <= FURTHEST_INSTANT);
  if (!beside.some((instant) => clock.format(instant) === time)) return time;
  return new Intl.DateTimeFormat(locale, { ...CLOCK, timeZone: zone, timeZoneName: "short" }).format(at);
}

/** "Monday, 21st December", as the founding page writes it, and the language's own way elsewhere; with the year where asked. */
export function longDate(at: number, zone: string, withYear = false, locale = "en-GB"): string {
  const day = { timeZone: zone, weekday: "long", day: "numeric", month: "long" } as const;
  if (!locale.startsWith("en"))
    return new Intl.DateTimeFormat(locale, withYear ? { ...day, year: "numeric" } : day).format(at);
  const parts = new Intl.DateTimeFormat(locale, { ...day, year: "numeric" }).formatToParts(at);
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
export function list(names: readonly string[], locale = "en-GB"): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
}

function ordinal(day: number): string {
  const suffix = { one: "st", two: "nd", few: "rd", other: "th", many: "th", zero: "th" } as const;
  return `${day}${suffix[new Intl.PluralRules("en-GB", { type: "ordinal" }).select(day)]}`;
}
