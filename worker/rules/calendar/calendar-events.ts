import type { EveningId } from "../../db/ids.ts";
/** Whose calendar: a guest has no feed, only the file that comes with an invitation. */
export type CalendarReader = "guardian" | "teacher";

/** What a calendar entry is made of. */
export type CalendarAppointment = {
  id: string;
  eveningId: EveningId;
  startsAt: number;
  endsAt: number;
  state: "booked" | "cancelled";
  version: number;
  student: { forename: string };
  subject: string;
  teachers: { title: string; forename: string; surname: string }[];
};

export type CalendarEvent = {
  uid: string;
  /** Rises with every change, so that a program knows the newer of two. */
  sequence: number;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
  cancelled: boolean;
  summary: string;
  /** The page to join from; null for a guest, whose page has a secret address, while calendars are shared. */
  url: string | null;
};

/**
 * One entry. A calendar often syncs to other companies' servers, so a child's surname is in none, nor a guardian's, which mostly
 * is the same.
 */
export function eventOf(
  appointment: CalendarAppointment,
  reader: CalendarReader | "guest",
  site: { host: string; origin: string },
  nameOf: (teacher: CalendarAppointment["teachers"][number]) => string,
): CalendarEvent {
  const { id, eveningId, startsAt, endsAt, state, version, student, subject, teachers } = appointment;
  const names = teachers.map(nameOf).join(", ");
  return {
    uid: `${id}@${site.host}`,
    sequence: version,
    startsAt,
    endsAt,
    cancelled: state === "cancelled",
    summary: reader === "teacher" ? `${student.forename}: ${subject}` : `${names}: ${subject} (${student.forename})`,
    url: reader === "guest" ? null : `${site.origin}${PAGE[reader]}?evening=${encodeURIComponent(eveningId)}`,
  };
}

const PAGE: Record<CalendarReader, string> = { guardian: "/video", teacher: "/staff/video" };
