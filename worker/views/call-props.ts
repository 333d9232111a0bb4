import { and, eq } from "drizzle-orm";
import type { Role } from "../../durable-objects/protocol.ts";
import type { CallAppointment, CallPerson, CallProps } from "../../web/pages/call-props.ts";
import type { GuardianId, InviteId, StudentId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import type { Person, School } from "../db/records.ts";
import { classes, type evenings, people } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { type Appointment, listAppointments, type NamedPerson } from "../queries/appointments.ts";
import { loadFacts, type RoomFacts } from "../queries/room-facts.ts";
import { fullName, shortName, studentName } from "../rules/names.ts";
import { keptUntil } from "../rules/retention.ts";
import { readOwnMarks } from "./own-marks.ts";

export type Evening = typeof evenings.$inferSelect;

/** The video page of a guardian: all of their appointments in the evening. */
export async function guardianCallProps(
  scope: Scope,
  school: School,
  evening: Evening,
  person: Person,
): Promise<CallProps> {
  const mine = await listAppointments(scope, {
    eveningId: evening.id,
    guardianId: person.id,
  });
  return {
    ...(await common(scope, school, evening, mine, "guardian")),
    role: "guardian",
    me: { participantId: person.id, name: fullName(person) },
    leaveUrl: `/bookings?evening=${evening.id}`,
    recordsUrl: `/video/records?evening=${evening.id}`,
  };
}

/** The teacher's video page: a running order. */
export async function teacherCallProps(
  scope: Scope,
  school: School,
  evening: Evening,
  person: Person,
): Promise<CallProps> {
  const mine = await listAppointments(scope, { eveningId: evening.id, teacherId: person.id });
  const ids = mine.map(({ id }) => id);
  const [shared, own] = await Promise.all([
    common(scope, school, evening, mine, "teacher"),
    readOwnMarks(scope, person.id, ids),
  ]);
  return {
    ...shared,
    appointments: shared.appointments.map((appointment) => ({ ...appointment, own: own(appointment.id) })),
    role: "teacher",
    me: { participantId: person.id, name: fullName(person) },
    leaveUrl: `/staff/schedule?evening=${evening.id}`,
    recordsUrl: `/staff/video/records?evening=${evening.id}`,
  };
}

export type GuestOf = {
  inviteId: InviteId;
  name: string;
  guardianId: GuardianId;
  studentIds: StudentId[];
  guestToken: string;
};

/** The guest's page: the guardian's appointments for the students that the invite covers, as they are now. */
export async function guestCallProps(
  scope: Scope,
  school: School,
  evening: Evening,
  guest: GuestOf,
): Promise<CallProps> {
  const covered = await listAppointments(scope, {
    eveningId: evening.id,
    guardianId: guest.guardianId,
    studentIds: guest.studentIds,
  });
  const guardian = await scope.db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, scope.schoolId), eq(people.id, guest.guardianId)))
    .get();
  const query = `?guestToken=${guest.guestToken}`;
  return {
    ...(await common(scope, school, evening, covered, "guest")),
    role: "guest",
    me: { participantId: guest.inviteId, name: guest.name },
    guest: {
      inviteId: guest.inviteId,
      guestToken: guest.guestToken,
      invitedBy: guardian ? fullName(guardian) : "",
      notMeUrl: `/guests/not-me/${guest.inviteId}${query}`,
      keptUntil: keptUntil(evening, school),
    },
    leaveUrl: `/guests/video/${guest.inviteId}${query}`,
    recordsUrl: `/guests/video/${guest.inviteId}/records${query}`,
  };
}

async function common(scope: Scope, school: School, evening: Evening, mine: Appointment[], role: Role) {
  const ids = mine.map(({ id }) => id);
  const [rooms, names] = await Promise.all([loadFacts(scope, ids), classNames(scope, mine)]);
  return {
    school: school.name,
    evening: { id: evening.id, name: evening.name, zone: school.zone },
    now: scope.now,
    appointments: rooms.map((room) => toCall(room, names.get(room.appointment.classId), role)),
    ending: evening.ending,
    note: school.callNote,
    checkUrl: "/check",
  };
}

function toCall({ appointment, facts }: RoomFacts, className: string | undefined, role: Role): CallAppointment {
  const { lateMinutes } = facts;
  const guest = facts.people.find((person) => person.role === "guest")?.name;
  return {
    id: appointment.id,
    startsAt: facts.opensAt,
    endsAt: facts.closesAt,
    overrunUntil: facts.overrunUntil,
    teachers: appointment.teachers.map((teacher) => toPerson(teacher, "teacher")),
    guardian: toPerson(appointment.guardian, "guardian"),
    student: studentName(appointment.student),
    subject: appointment.subject,
    ...(className !== undefined && { className }),
    state: facts.state,
    ...(role !== "teacher" && lateMinutes !== undefined && { lateMinutes }),
    ...(role === "teacher" && guest !== undefined && { guest }),
  };
}

function toPerson(person: NamedPerson, role: "teacher" | "guardian"): CallPerson {
  const name = fullName({ ...person, role });
  return { name, shortName: role === "teacher" ? shortName(person) : name };
}

async function classNames(scope: Scope, mine: Appointment[]): Promise<Map<string, string>> {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ id: classes.id, name: classes.name })
    .from(classes)
    .where(
      and(
        eq(classes.schoolId, schoolId),
        inList(classes.id, [...new Set(mine.map((appointment) => appointment.classId))]),
      ),
    );
  return new Map(rows.map((row) => [row.id, row.name]));
}
