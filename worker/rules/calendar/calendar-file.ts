import type { Words } from "../../../web/words/words.ts";
import type { School } from "../../db/records.ts";
import { shortName } from "../names.ts";
import { schoolOrigin } from "../school-origin.ts";
import { type CalendarAppointment, type CalendarReader, eventOf } from "./calendar-events.ts";
import { writeCalendar } from "./write-calendar.ts";

export type CalendarFile = {
  school: Pick<School, "slug" | "shortName" | "zone">;
  /** Where the school's addresses begin: `PUBLIC_URL` of the settings. */
  settings: Parameters<typeof schoolOrigin>[0];
  reader: CalendarReader | "guest";
  /** Cancelled ones too, where the reader may have them in their calendar already. */
  appointments: readonly CalendarAppointment[];
  /** Epoch milliseconds. */
  now: number;
  t: Words;
};

/**
 * A person's appointments as the text of an `.ics` file (`text/calendar; charset=utf-8; method=PUBLISH`): the feed, a download and a
 * mail's attachment alike. The same appointment has the same UID in all of them, so that a calendar keeps one entry of it.
 */
export function calendarFile({ school, settings, reader, appointments, now, t }: CalendarFile): string {
  const origin = schoolOrigin(settings, school.slug);
  const site = { origin, host: new URL(origin).hostname };
  const events = appointments.map((appointment) => eventOf(appointment, reader, site, shortName));
  return writeCalendar(
    { name: t("calendar.name.text", { school: school.shortName }), zone: school.zone, now, t },
    events,
  );
}
