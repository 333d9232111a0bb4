import { and, asc, count, eq, gt, isNull, ne, sql } from "drizzle-orm";
import {
  appointmentFlags,
  appointmentMarks,
  appointments,
  classes,
  evenings,
  guardianships,
  invites,
  outbox,
  people,
  students,
} from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { mayBookRow } from "../rules/booking/may-book.ts";
import { isListed } from "./records-search.ts";

/** What came back has failed, whatever was thought when it left. */
const mailState = sql<
  typeof outbox.$inferSelect.state
>`CASE WHEN ${outbox.delivery} IN ('bounced', 'complained') THEN 'failed' ELSE ${outbox.state} END`;
const mailProblem = sql<string | null>`coalesce(${outbox.deliveryProblem}, ${outbox.problem})`;

/** What the school's desk shows first: what is to be decided, evenings with their bookings, mail by state, and how many people are here. */
export async function readOfficeOverview(scope: Scope) {
  const [evenings, unbooked, mail, people, [students], [classes], [mayBook], [barred], [flags], [held]] =
    await scope.db.batch([
      eveningsBooked(scope),
      unbookedByEvening(scope),
      mailByState(scope),
      peopleByRole(scope),
      studentsCounted(scope),
      classesCounted(scope),
      guardiansWhoMayBook(scope),
      guardiansBarred(scope),
      flagsCounted(scope),
      heldInvites(scope),
    ]);
  const unbookedOf = new Map(unbooked.map((row) => [row.id, row.count]));
  return {
    evenings: evenings.map((row) => ({ ...row, unbooked: unbookedOf.get(row.id) ?? null })),
    ...{ mail, people, students: students?.count ?? 0, classes: classes?.count ?? 0 },
    ...{ mayBook: mayBook?.count ?? 0, barred: barred?.count ?? 0 },
    /** What waits for a decision of the office's: appointments, and invites of evenings that aren't over. */
    undecided: { flags: flags?.count ?? 0, invites: held?.count ?? 0, eveningId: held?.eveningId ?? null },
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

/** How many guardians could still book, in each evening that is announced and not over. */
function unbookedByEvening({ db, schoolId, now }: Scope) {
  const whoCould = isListed(schoolId, "guardians", "no-booking", sql`evenings.id`);
  return db
    .select({
      id: evenings.id,
      count: sql<number>`(SELECT count(*) FROM people AS r WHERE r.school_id = ${schoolId} AND r.role = 'guardian' AND ${whoCould})`,
    })
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), ne(evenings.state, "draft"), gt(evenings.endsAt, now)));
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
    .select({
      ...{ role: people.role, count: count(), withoutEmail: sql<number>`sum(${people.email} = '')` },
      bounced: sql<number>`count(${people.bouncedAt})`,
    })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), isNull(people.endedAt)))
    .groupBy(people.role);
}

function studentsCounted({ db, schoolId }: Scope) {
  return db
    .select({ count: count() })
    .from(students)
    .where(and(eq(students.schoolId, schoolId), isNull(students.endedAt)));
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

function guardiansBarred({ db, schoolId }: Scope) {
  const barred = isListed(schoolId, "guardians", "barred", null);
  const found = sql`(SELECT count(*) AS total FROM people AS r WHERE r.school_id = ${schoolId} AND r.role = 'guardian' AND ${barred}) AS counted`;
  return db.select({ count: sql<number>`total` }).from(found);
}

function flagsCounted({ db, schoolId, now }: Scope) {
  return db
    .select({ count: count() })
    .from(appointmentFlags)
    .innerJoin(evenings, and(eq(evenings.schoolId, schoolId), eq(evenings.id, appointmentFlags.eveningId)))
    .where(and(eq(appointmentFlags.schoolId, schoolId), gt(evenings.endsAt, now)));
}

/** `eveningId`: of one of them. */
function heldInvites({ db, schoolId, now }: Scope) {
  return db
    .select({ count: count(), eveningId: sql<string | null>`min(${invites.eveningId})` })
    .from(evenings)
    .innerJoin(invites, and(eq(invites.schoolId, schoolId), eq(invites.eveningId, evenings.id)))
    .where(and(eq(evenings.schoolId, schoolId), gt(evenings.endsAt, now), eq(invites.state, "held")));
}
