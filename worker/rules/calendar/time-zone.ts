import { Temporal } from "temporal-polyfill";

/** RFC 5545 wants an onset even where the clocks never change. */
const ALWAYS = "19700101T000000";
/** Zones that have not changed their clocks since then count as never having done so: the offsets before were whole seconds of local mean time. */
const EARLIEST = Date.UTC(1970, 0, 1);

/**
 * The VTIMEZONE of any zone that the runtime knows, ending in a line break. It holds every change of clocks from the last one before
 * `from` to the first after `until` (epoch milliseconds), each by its own date, so that it is right for what lies between them whatever
 * the zone's rule. Made from the very data by which the times were booked.
 */
export function writeTimeZone(zone: string, from: number, until: number): string {
  const last = lastChange(zone, from);
  const beginning = last ? observance(zone, last) : constant(zone, from);
  const lines = [...beginning, ...changesFrom(zone, from, until).flatMap((change) => observance(zone, change))];
  return ["BEGIN:VTIMEZONE", `TZID:${zone}`, ...lines, "END:VTIMEZONE", ""].join("\r\n");
}

/** The zone's date and time at an instant, epoch milliseconds. */
export function wallClock(zone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

/** True where the clock shows the same time twice that night: then the time alone doesn't say which is meant. */
export function isAmbiguous(zone: string, at: number): boolean {
  const shown = wallClock(zone, at).toPlainDateTime();
  const [first, second] = (["earlier", "later"] as const).map((disambiguation) =>
    shown.toZonedDateTime(zone, { disambiguation }),
  );
  return first?.epochMilliseconds !== second?.epochMilliseconds;
}

function lastChange(zone: string, from: number): Temporal.ZonedDateTime | null {
  const last = wallClock(zone, from + 1).getTimeZoneTransition("previous");
  return last && last.epochMilliseconds >= EARLIEST ? last : null;
}

function changesFrom(zone: string, from: number, until: number): Temporal.ZonedDateTime[] {
  const changes = [];
  let next = wallClock(zone, from).getTimeZoneTransition("next");
  while (next) {
    changes.push(next);
    if (next.epochMilliseconds > until) break;
    next = next.getTimeZoneTransition("next");
  }
  return changes;
}

function observance(zone: string, change: Temporal.ZonedDateTime): string[] {
  const before = wallClock(zone, change.epochMilliseconds - 1);
  const forward = change.offsetNanoseconds > before.offsetNanoseconds;
  // The onset is written as the clocks stood until then.
  const onset = change.toPlainDateTime().subtract({ nanoseconds: change.offsetNanoseconds - before.offsetNanoseconds });
  return part(forward ? "DAYLIGHT" : "STANDARD", stampOf(onset), before, change);
}

function constant(zone: string, at: number): string[] {
  const then = wallClock(zone, at);
  return part("STANDARD", ALWAYS, then, then);
}

function part(
  kind: "DAYLIGHT" | "STANDARD",
  onset: string,
  before: Temporal.ZonedDateTime,
  after: Temporal.ZonedDateTime,
): string[] {
  return [
    `BEGIN:${kind}`,
    `DTSTART:${onset}`,
    `TZOFFSETFROM:${offsetOf(before)}`,
    `TZOFFSETTO:${offsetOf(after)}`,
    `TZNAME:${nameOf(after)}`,
    `END:${kind}`,
  ];
}

/** "+0100". */
function offsetOf(time: Temporal.ZonedDateTime): string {
  return time.offset.replaceAll(":", "");
}

/** "BST" where English has a short name, else "GMT+3". */
function nameOf(time: Temporal.ZonedDateTime): string {
  const words = new Intl.DateTimeFormat("en-GB", { timeZone: time.timeZoneId, timeZoneName: "short" });
  const name = words.formatToParts(time.epochMilliseconds).find(({ type }) => type === "timeZoneName");
  return name?.value ?? time.timeZoneId;
}

function stampOf(time: Temporal.PlainDateTime): string {
  return time.toString({ smallestUnit: "second" }).replace(/[-:]/g, "");
}
