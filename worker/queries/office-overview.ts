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
  const { db, schoolId } = scope;
  const [eveningRows, mail, roles, [studentCount], [classCount], [mayBook]] = await db.batch([
    db
      .select({
        id: evenings.id,
        name: evenings.name,
        state: evenings.state,
        startsAt: evenings.startsAt,
        endsAt: evenings.endsAt,
        appointments: sql<number>`count(${appointments.id})`,
        guardians: sql<number>`count(DISTINCT ${appointments.guardianId})`,
        absent: sql<number>`count(${appointmentMarks.absentAt})`,
        /** Families who have said that they can't come. */
        unable: sql<number>`(SELECT count(*) FROM absences AS ab WHERE ab.school_id = ${schoolId} AND ab.evening_id = evenings.id)`,
      })
      .from(evenings)
      .leftJoin(
        appointments,
        and(
          eq(appointments.schoolId, evenings.schoolId),
          eq(appointments.eveningId, evenings.id),
          eq(appointments.state, "booked"),
        ),
      )
      .leftJoin(
        appointmentMarks,
        and(eq(appointmentMarks.schoolId, appointments.schoolId), eq(appointmentMarks.appointmentId, appointments.id)),
      )
      .where(eq(evenings.schoolId, schoolId))
      .groupBy(evenings.id)
      .orderBy(asc(evenings.startsAt)),
    db
      .select({ state: mailState, kind: outbox.kind, problem: mailProblem, count: count() })
      .from(outbox)
      .where(eq(outbox.schoolId, schoolId))
      .groupBy(mailState, outbox.kind, mailProblem),
    db
      .select({ role: people.role, count: count(), withoutEmail: sql<number>`sum(${people.email} = '')` })
      .from(people)
      .where(eq(people.schoolId, schoolId))
      .groupBy(people.role),
    db.select({ count: count() }).from(students).where(eq(students.schoolId, schoolId)),
    db.select({ count: count() }).from(classes).where(eq(classes.schoolId, schoolId)),
    db
      .select({ count: sql<number>`count(DISTINCT ${guardianships.guardianId})` })
      .from(guardianships)
      .where(and(eq(guardianships.schoolId, schoolId), mayBookRow("guardianships"))),
  ]);
  return {
    evenings: eveningRows,
    mail,
    people: roles,
    students: studentCount?.count ?? 0,
    classes: classCount?.count ?? 0,
    mayBook: mayBook?.count ?? 0,
  };
}

export type OfficeOverview = Awaited<ReturnType<typeof readOfficeOverview>>;
