import { Temporal } from "temporal-polyfill";

export type Mailing = "day_before" | "on_the_day";

const MINUTE_MS = 60_000;
/** On the school's clock: when families are home, and before a working day. */
const DAY_BEFORE = "16:00";
const ON_THE_DAY = "08:00";
/** Of a morning's evening: this long before its start at the latest. */
const LATEST_MS = 120 * MINUTE_MS;
/** Later than this before the start a reminder helps nobody. */
const TOO_LATE_MS = 30 * MINUTE_MS;

/** Which mailing of an evening is to be sent at `now`, both epoch milliseconds; null at all other times. */
export function mailingDue(startsAt: number, zone: string, now: number): Mailing | null {
  const day = dayOf(startsAt, zone);
  const midnight = at(day, "00:00", zone);
  if (now >= midnight) {
    const from = Math.min(at(day, ON_THE_DAY, zone), startsAt - LATEST_MS);
    return now >= from && now < startsAt - TOO_LATE_MS ? "on_the_day" : null;
  }
  return now >= at(day.subtract({ days: 1 }), DAY_BEFORE, zone) ? "day_before" : null;
}

/** "Today" or "Tomorrow" for an instant to come; null where it is neither. */
export function dayWord(startsAt: number, zone: string, now: number): "Today" | "Tomorrow" | null {
  const days = dayOf(now, zone).until(dayOf(startsAt, zone), { largestUnit: "day" }).days;
  if (days === 0) return "Today";
  return days === 1 ? "Tomorrow" : null;
}

function dayOf(instant: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
}

function at(day: Temporal.PlainDate, time: string, zone: string): number {
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
