import { and, asc, count, eq, sql } from "drizzle-orm";
import {
  appointmentMarks,
  appointments,
  classes,
  evenings,
  guardianships,
  outbox,
  people,
  students,
} from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { mayBookRow } from "../rules/booking/may-book.ts";

/** What came back has failed, whatever was thought when it left. */
const mailState = sql<
  typeof outbox.$inferSelect.state
>`CASE WHEN ${outbox.delivery} IN ('bounced', 'complained') THEN 'failed' ELSE ${outbox.state} END`;
const mailProblem = sql<string | null>`coalesce(${outbox.deliveryProblem}, ${outbox.problem})`;

/** What the school's desk shows first: evenings with their bookings, mail by state, and how many people the records hold. */
export async function readOfficeOverview(scope: Scope) {
  const [evenings, mail, people, [students], [classes], [mayBook]] = await scope.db.batch([
    eveningsBooked(scope),
    mailByState(scope),
    peopleByRole(scope),
    studentsCounted(scope),
    classesCounted(scope),
    guardiansWhoMayBook(scope),
  ]);
  return {
    ...{ evenings, mail, people, students: students?.count ?? 0, classes: classes?.count ?? 0 },
    mayBook: mayBook?.count ?? 0,
  };
}

export type OfficeOverview = Awaited<ReturnType<typeof readOfficeOverview>>;

function eveningsBooked({ db, schoolId }: Scope) {
  const { id, name, state, startsAt, endsAt } = evenings;
  const booked = and(
    eq(appointments.schoolId, evenings.schoolId),
    eq(appointments.eveningId, evenings.id),
    eq(appointments.state, "booked"),
  );
  const theirs = and(
    eq(appointmentMarks.schoolId, appointments.schoolId),
    eq(appointmentMarks.appointmentId, appointments.id),
  );
  const counts = {
    appointments: sql<number>`count(${appointments.id})`,
    guardians: sql<number>`count(DISTINCT ${appointments.guardianId})`,
    noShows: sql<number>`count(${appointmentMarks.absentAt})`,
    absences: sql<number>`(SELECT count(*) FROM absences AS ab WHERE ab.school_id = ${schoolId} AND ab.evening_id = evenings.id)`,
  };
  return db
    .select({ id, name, state, startsAt, endsAt, ...counts })
    .from(evenings)
    .leftJoin(appointments, booked)
    .leftJoin(appointmentMarks, theirs)
    .where(eq(evenings.schoolId, schoolId))
    .groupBy(evenings.id)
    .orderBy(asc(evenings.startsAt));
}

function mailByState({ db, schoolId }: Scope) {
  return db
    .select({ state: mailState, kind: outbox.kind, problem: mailProblem, count: count() })
    .from(outbox)
    .where(eq(outbox.schoolId, schoolId))
    .groupBy(mailState, outbox.kind, mailProblem);
}

function peopleByRole({ db, schoolId }: Scope) {
  return db
    .select({ role: people.role, count: count(), withoutEmail: sql<number>`sum(${people.email} = '')` })
    .from(people)
    .where(eq(people.schoolId, schoolId))
    .groupBy(people.role);
}

function studentsCounted({ db, schoolId }: Scope) {
  return db.select({ count: count() }).from(students).where(eq(students.schoolId, schoolId));
}

function classesCounted({ db, schoolId }: Scope) {
  return db.select({ count: count() }).from(classes).where(eq(classes.schoolId, schoolId));
}

function guardiansWhoMayBook({ db, schoolId }: Scope) {
  return db
    .select({ count: sql<number>`count(DISTINCT ${guardianships.guardianId})` })
    .from(guardianships)
    .where(and(eq(guardianships.schoolId, schoolId), mayBookRow("guardianships")));
}
