/** Whose calendar: a guest has none. */
export type CalendarReader = "guardian" | "teacher";

/** What a calendar entry is made of. */
export type CalendarAppointment = {
  id: string;
  eveningId: string;
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
  /** The page to join from. */
  url: string;
};

/**
 * One entry. A calendar often syncs to other companies' servers, so a child's surname is in none, nor a guardian's, which mostly
 * is the same.
 */
export function eventOf(
  appointment: CalendarAppointment,
  reader: CalendarReader,
  site: { host: string; origin: string },
  nameOf: (teacher: CalendarAppointment["teachers"][number]) => string,
): CalendarEvent {
  const { id, eveningId, startsAt, endsAt, state, version, student, subject, teachers } = appointment;
  const names = teachers.map(nameOf).join(", ");
  const path = reader === "guardian" ? "/video" : "/staff/video";
  return {
    uid: `${id}@${site.host}`,
    sequence: version,
    startsAt,
    endsAt,
    cancelled: state === "cancelled",
    summary: reader === "guardian" ? `${names}: ${subject} (${student.forename})` : `${student.forename}: ${subject}`,
    url: `${site.origin}${path}?evening=${encodeURIComponent(eveningId)}`,
  };
}
