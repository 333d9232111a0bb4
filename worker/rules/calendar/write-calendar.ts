import ical, { ICalCalendarMethod, type ICalEventData, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import type { Words } from "../../../web/words/words.ts";
import type { CalendarEvent } from "./calendar-events.ts";
import { isAmbiguous, wallClock, writeTimeZone } from "./time-zone.ts";

/** How often programs are asked to look again, seconds. */
const REFRESH_S = 3600;

/** `zone` is an IANA zone, `now` the honest DTSTAMP (epoch milliseconds): with a METHOD it says when the text was made, not the entry. */
export type CalendarHead = { name: string; zone: string; now: number; t: Words };

/**
 * Entries as iCalendar (RFC 5545), times on the school's clock. Cancelled ones stay, so that programs strike them out rather than keep
 * them.
 */
export function writeCalendar({ name, zone, now, t }: CalendarHead, events: readonly CalendarEvent[]): string {
  const calendar = ical({
    // The library escapes an entry's texts, but not the calendar's name.
    name: name.replace(/[\\;,]/g, "\\$&"),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: "Parlour", product: "Parents' evenings", language: "EN" },
    ttl: REFRESH_S,
  });
  for (const event of events) calendar.createEvent(entryOf(event, zone, now, t));
  const from = Math.min(...events.map((event) => event.startsAt), now);
  const until = Math.max(...events.map((event) => event.endsAt), now);
  // Every line ends in a break, the last one too; the library leaves that one out.
  return withTimeZone(`${calendar.toString()}\r\n`, writeTimeZone(zone, from, until));
}

function entryOf(event: CalendarEvent, zone: string, now: number, t: Words): ICalEventData {
  const { uid, sequence, startsAt, endsAt, summary, url, cancelled } = event;
  return {
    ...{ id: uid, sequence, stamp: new Date(now), summary },
    ...timesOf(startsAt, endsAt, zone),
    location: t("calendar.entry.location.text"),
    description: url === null ? t("calendar.entry.joinByInvitation.text") : t("calendar.entry.join.text", { url }),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: cancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    // RFC 7986: programs that know it show a button to join. The library has no field of its own for it.
    ...(url === null ? {} : { url, x: [["CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO", url]] }),
  };
}

/** In the night in which an hour comes twice only UTC says which is meant. */
function timesOf(startsAt: number, endsAt: number, zone: string) {
  if (isAmbiguous(zone, startsAt) || isAmbiguous(zone, endsAt))
    return { start: new Date(startsAt), end: new Date(endsAt) };
  return { start: wallClock(zone, startsAt), end: wallClock(zone, endsAt), timezone: zone };
}

/** The library would write it amid the calendar's own properties, which RFC 5545 has before every component. */
function withTimeZone(text: string, timeZone: string): string {
  return text.replace(/\r\n(?=BEGIN:VEVENT|END:VCALENDAR)/, () => `\r\n${timeZone}`);
}
