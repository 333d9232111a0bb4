import type { Attachment } from "../ports/mail.ts";
import type { Appointment } from "../queries/appointments.ts";
import { calendarFile } from "../rules/calendar/calendar-file.ts";
import type { ComposeFor } from "./composing.ts";
import type { Difference } from "./last-list.ts";

/** The appointments that an email lists, as a file that a calendar takes. A guest's holds no link: theirs is secret. */
export function calendarAttachment(
  { deps, scope, school, t }: ComposeFor,
  reader: "guardian" | "guest",
  appointments: readonly Appointment[],
): Attachment {
  const text = calendarFile({ school, settings: deps.settings, reader, appointments, now: scope.now, t });
  return { name: "appointments.ics", type: "text/calendar; charset=utf-8; method=PUBLISH", text };
}

/** Cancelled ones go along, so that a calendar that has them strikes them out. */
export function cancelledIn(differences: readonly Difference[] | null): Appointment[] {
  return (differences ?? []).flatMap(({ kind, appointment }) =>
    kind === "gone" && appointment?.state === "cancelled" ? [appointment] : [],
  );
}
