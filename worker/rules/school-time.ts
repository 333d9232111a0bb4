import { Temporal } from "temporal-polyfill";

/** A day and a time as a form's boxes have them: `2027-01-12` and `16:00`. */
export type DayTime = { day: string; time: string };
export type Instant = { kind: "at"; at: number } | { kind: "unreadable" } | { kind: "skipped" };

/**
 * The instant of a day and time by the clock of `zone`. `skipped`: the clocks go forward over it, so there is no such time. Where they go back
 * and a time comes twice, the first of the two.
 */
export function instantOf({ day, time }: DayTime, zone: string): Instant {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}$/.test(time)) return { kind: "unreadable" };
  try {
    const local = Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: "reject" });
    const zoned = local.toZonedDateTime(zone, { disambiguation: "earlier" });
    if (!zoned.toPlainDateTime().equals(local)) return { kind: "skipped" };
    return { kind: "at", at: zoned.epochMilliseconds };
  } catch {
    return { kind: "unreadable" };
  }
}

/** How a form's boxes show an instant. */
export function dayTimeOf(at: number, zone: string): DayTime {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
  return { day: local.toPlainDate().toString(), time: local.toPlainTime().toString({ smallestUnit: "minute" }) };
}

/** Whether it is a later day than that of an instant, by the clock of `zone`. */
export function isDayAfter(at: number, zone: string, now: number): boolean {
  return dayTimeOf(now, zone).day > dayTimeOf(at, zone).day;
}
