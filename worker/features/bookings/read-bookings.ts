import type { BookingsProps, EveningLink, NoBookingsProps } from "../../../web/pages/bookings-page.tsx";
import type { AppointmentId, GuardianId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import { type Appointment, listAppointments } from "../../queries/appointments.ts";
import type { Evening } from "../../queries/booking-grid.ts";
import { eveningsBookedBy, eveningsOpenTo, findEvening, hasInvite } from "../../queries/evenings.ts";
import { readMarks } from "../../queries/marks.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";
import { fullName, studentName } from "../../rules/names.ts";
import { programmeOf, spanOf } from "../../rules/programme.ts";
import { linkOf } from "./evening-link.ts";

const DAY_MS = 24 * 3_600_000;

type Given = "school" | "viewer" | "zone";
export type MyBookings =
  | { kind: "some"; view: Omit<BookingsProps, Given | "now" | "host" | "justBooked"> }
  | { kind: "none"; view: Omit<NoBookingsProps, Given> };

/** A guardian's bookings in the evening asked for, or in the likeliest. Null where the school has no such evening. */
export async function readBookings(
  scope: Scope,
  guardianId: GuardianId,
  askedId: string | undefined,
): Promise<MyBookings | null> {
  const { now } = scope;
  const booked = await eveningsBookedBy(scope, guardianId);
  const evening = askedId === undefined ? chooseEvening(booked, now) : booked.find(({ id }) => id === askedId);
  const others = booked.filter((other) => other.id !== evening?.id).map(linkOf);
  if (evening) {
    const [appointments, invited] = await Promise.all([
      listAppointments(scope, { eveningId: evening.id, guardianId }),
      hasInvite(scope, guardianId, evening.id),
    ]);
    const ids = appointments.map(({ id }) => id);
    // Nobody is late before the day: what a booking costs is not made dearer for it.
    const marks = isTheDay(evening, now) ? await readMarks(scope, ids) : null;
    const view = someView(evening, appointments, (id) => marks?.get(id)?.lateMinutes ?? 0, now);
    // Null where they gave the last one back between the two readings: then there are none.
    if (view) return { kind: "some", view: { ...view, invited, others } };
  }
  return none(scope, guardianId, askedId, others);
}

function isTheDay({ startsAt, endsAt }: Evening, now: number): boolean {
  return now > startsAt - DAY_MS && now < endsAt;
}

type LateOf = (appointmentId: AppointmentId) => number;

function someView(evening: Evening, appointments: Appointment[], lateOf: LateOf, now: number) {
  const span = spanOf(appointments);
  if (!span) return null;
  return {
    evening: {
      ...{ ...linkOf(evening), message: evening.message },
      ...{ begun: span.startsAt <= now, over: evening.endsAt <= now, amendable: windowOf(evening, now) !== "over" },
    },
    span,
    appointmentCount: appointments.length,
    rows: programmeOf(appointments).map((row) => (row.kind === "gap" ? row : rowOf(row.appointment, lateOf))),
  };
}

function rowOf({ id, startsAt, teachers, student, subject }: Appointment, lateOf: LateOf) {
  return {
    ...({ kind: "appointment", id, startsAt, subject, lateMinutes: lateOf(id) } as const),
    teachers: teachers.map((teacher) => fullName(teacher)),
    student: studentName(student),
  };
}

async function none(
  scope: Scope,
  guardianId: GuardianId,
  askedId: string | undefined,
  others: EveningLink[],
): Promise<MyBookings | null> {
  const { now } = scope;
  const asked = askedId === undefined ? undefined : await findEvening(scope, askedId);
  if (askedId !== undefined && !asked) return null;
  const open = await eveningsOpenTo(scope, guardianId);
  const bookable = open
    .filter((evening) => !asked || evening.id === asked.id)
    .filter((evening) => windowOf(evening, now) !== "over")
    .map((evening) => ({ ...linkOf(evening), opensAt: evening.bookingOpensAt > now ? evening.bookingOpensAt : null }));
  return { kind: "none", view: { evening: asked ? linkOf(asked) : null, bookable, others } };
}
