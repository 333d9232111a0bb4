import { and, eq, inArray } from "drizzle-orm";
import type { Facts, Person } from "../../durable-objects/protocol.ts";
import type { AppointmentId, EveningId, GuardianId, InviteId, StudentId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { evenings, inviteStudents, invites, schools } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { talkEndOf } from "../rules/booking/gap.ts";
import { fullName } from "../rules/names.ts";
import { overrunUntil } from "../rules/overrun.ts";
import { type Appointment, listAppointments, type NamedPerson } from "./appointments.ts";
import { NO_MARKS, readMarks } from "./marks.ts";

export type RoomFacts = {
  appointment: Appointment;
  eveningId: EveningId;
  /** The invite whose guest a teacher has taken out of this call. */
  guestOut: string | null;
  facts: Facts;
};

/** The facts of these appointments, cancelled ones included; ids that the school doesn't have are left out. */
export async function loadFacts(scope: Scope, appointmentIds: AppointmentId[]): Promise<RoomFacts[]> {
  const found = await listAppointments(scope, { ids: appointmentIds, includeCancelled: true });
  if (found.length === 0) return [];
  const eveningIds = [...new Set(found.map((appointment) => appointment.eveningId))];
  const [settings, guests, running, marks] = await Promise.all([
    endingsOf(scope, eveningIds),
    guestsOf(scope, eveningIds),
    appointmentsRunningOn(scope, eveningIds),
    readMarks(
      scope,
      found.map(({ id }) => id),
    ),
  ]);
  return found.map((appointment) => {
    const { guestOut, lateMinutes } = marks.get(appointment.id) ?? NO_MARKS;
    const guest = guests.find((row) => covers(row, appointment) && row.inviteId !== guestOut);
    const { ending, gapSeconds, schoolState } = settings.get(appointment.eveningId) ?? ON_TIME;
    const others = running.filter((other) => other.eveningId === appointment.eveningId);
    return {
      appointment,
      eveningId: appointment.eveningId,
      guestOut,
      facts: {
        version: appointment.version,
        eveningId: appointment.eveningId,
        // A school that isn't open has no calls: to their rooms they are cancelled until it is open again.
        state: schoolState === "open" ? appointment.state : "cancelled",
        opensAt: appointment.startsAt,
        closesAt: talkEndOf(appointment.endsAt, { gapSeconds }),
        overrunUntil: talkEndOf(overrunUntil(appointment, others, ending), { gapSeconds }),
        people: peopleOf(appointment, guest),
        ...(lateMinutes > 0 && { lateMinutes }),
        ...(guestOut !== null && { takenOut: [guestOut] }),
      },
    };
  });
}

const ON_TIME = { ending: "on-time", gapSeconds: 0, schoolState: "open" } as const;

type GuestRow = {
  inviteId: InviteId;
  name: string;
  eveningId: EveningId;
  guardianId: GuardianId;
  studentId: StudentId;
};

function covers(guest: GuestRow, appointment: Appointment): boolean {
  return (
    guest.eveningId === appointment.eveningId &&
    guest.guardianId === appointment.guardian.id &&
    guest.studentId === appointment.student.id
  );
}

/** Whoever may have a seat: nobody who has left, nor the guardian of a student who has. */
function peopleOf({ teachers, guardian, student }: Appointment, guest: GuestRow | undefined): Person[] {
  const people = [...here(teachers, "teacher"), ...here(student.endedAt ? [] : [guardian], "guardian")];
  return guest ? [...people, { participantId: guest.inviteId, role: "guest", name: guest.name }] : people;
}

function here(people: readonly NamedPerson[], role: "teacher" | "guardian"): Person[] {
  return people
    .filter(({ endedAt }) => !endedAt)
    .map((person) => ({ participantId: person.id, role, name: fullName({ ...person, role }) }));
}

async function endingsOf(scope: Scope, ids: string[]) {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ id: evenings.id, ending: evenings.ending, gapSeconds: evenings.gapSeconds, schoolState: schools.state })
    .from(evenings)
    .innerJoin(schools, eq(schools.id, evenings.schoolId))
    .where(and(eq(evenings.schoolId, schoolId), inList(evenings.id, ids)));
  return new Map(rows.map((row) => [row.id, row]));
}

async function guestsOf(scope: Scope, eveningIds: EveningId[]): Promise<GuestRow[]> {
  const { db, schoolId } = scope;
  return db
    .select({
      inviteId: invites.id,
      name: invites.name,
      eveningId: invites.eveningId,
      guardianId: invites.guardianId,
      studentId: inviteStudents.studentId,
    })
    .from(inviteStudents)
    .innerJoin(invites, and(eq(invites.schoolId, inviteStudents.schoolId), eq(invites.id, inviteStudents.inviteId)))
    .where(
      and(
        eq(inviteStudents.schoolId, schoolId),
        inList(inviteStudents.eveningId, eveningIds),
        eq(inviteStudents.live, true),
      ),
    );
}

/** Only an evening that runs on until the next appointment has to know the others. */
async function appointmentsRunningOn(scope: Scope, eveningIds: EveningId[]): Promise<Appointment[]> {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ id: evenings.id })
    .from(evenings)
    .where(
      and(eq(evenings.schoolId, schoolId), inList(evenings.id, eveningIds), inArray(evenings.ending, ["until-next"])),
    );
  const lists = await Promise.all(rows.map(({ id }) => listAppointments(scope, { eveningId: id })));
  return lists.flat();
}
