import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { CalendarEvent } from "./calendar-events.ts";

/** How often programs are asked to look again, seconds. */
const REFRESH_S = 3600;

/** The feed as iCalendar (RFC 5545), times in UTC. Cancelled entries stay, so that programs strike them out rather than keep them. */
export function writeCalendar(name: string, events: readonly CalendarEvent[], now: number): string {
  const calendar = ical({
    name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: "Parlour", product: "Parents' evenings", language: "EN" },
    ttl: REFRESH_S,
  });
  for (const event of events)
    calendar.createEvent({
      id: event.uid,
      sequence: event.sequence,
      stamp: new Date(now),
      start: new Date(event.startsAt),
      end: new Date(event.endsAt),
      summary: event.summary,
      description: `By video: ${event.url}`,
      url: event.url,
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  return calendar.toString();
}
