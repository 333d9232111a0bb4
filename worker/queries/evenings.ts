import { and, asc, eq, exists, gt, ne, sql } from "drizzle-orm";
import type { EveningId, GuardianId, TeacherId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { appointments, enrolments, eveningClasses, evenings, guardianships, invites } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { eveningFor } from "../rules/booking/early-access.ts";
import { booksFor } from "../rules/booking/may-book.ts";

/** The evenings, by time, in which a guardian has booked appointments. */
export async function eveningsBookedBy(scope: Scope, guardianId: GuardianId) {
  const { db, schoolId } = scope;
  const theirs = db
    .selectDistinct({ id: appointments.eveningId })
    .from(appointments)
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.guardianId, guardianId),
        eq(appointments.state, "booked"),
      ),
    );
  const ids = (await theirs).map((row) => row.id);
  return eveningsByIds(scope, ids);
}

/** The published evenings, not yet over, in which classes of a guardian's children take part. */
export async function eveningsOpenTo(scope: Scope, guardianId: GuardianId) {
  const { db, schoolId, now } = scope;
  const theirClasses = db
    .select({ id: eveningClasses.classId })
    .from(guardianships)
    .innerJoin(enrolments, and(eq(enrolments.schoolId, schoolId), eq(enrolments.studentId, guardianships.studentId)))
    .innerJoin(
      eveningClasses,
      and(
        eq(eveningClasses.schoolId, schoolId),
        eq(eveningClasses.eveningId, evenings.id),
        eq(eveningClasses.classId, enrolments.classId),
      ),
    )
    .where(booksFor(schoolId, guardianId));
  return db
    .select(eveningFor(schoolId, guardianId))
    .from(evenings)
    .where(
      and(
        eq(evenings.schoolId, schoolId),
        eq(evenings.state, "published"),
        gt(evenings.endsAt, now),
        exists(theirClasses),
      ),
    )
    .orderBy(asc(evenings.startsAt));
}

/** The evenings, by time, that a teacher's classes take part in, or in which they have an appointment all the same; drafts left out. */
export async function eveningsTaughtBy(scope: Scope, teacherId: TeacherId) {
  const { db, schoolId } = scope;
  const rows = await db.all<{ id: EveningId }>(
    sql`SELECT ec.evening_id AS id FROM class_teachers AS ct CROSS JOIN evening_classes AS ec
          ON ec.school_id = ct.school_id AND ec.class_id = ct.class_id
        WHERE ct.school_id = ${schoolId} AND ct.teacher_id = ${teacherId}
      UNION SELECT a.evening_id FROM appointment_teachers AS t CROSS JOIN appointments AS a
          ON a.school_id = t.school_id AND a.id = t.appointment_id AND a.state = 'booked'
        WHERE t.school_id = ${schoolId} AND t.teacher_id = ${teacherId}`,
  );
  return eveningsByIds(
    scope,
    rows.map((row) => row.id),
  );
}

/** Whether a guardian has sent an invite for the evening that holds. */
export async function hasInvite(scope: Scope, guardianId: GuardianId, eveningId: EveningId) {
  const { db, schoolId } = scope;
  const found = await db
    .select({ id: invites.id })
    .from(invites)
    .where(
      and(
        eq(invites.schoolId, schoolId),
        eq(invites.eveningId, eveningId),
        eq(invites.guardianId, guardianId),
        eq(invites.state, "sent"),
      ),
    )
    .get();
  return found !== undefined;
}

/** An evening that people may know of. */
export async function findEvening(scope: Scope, eveningId: EveningId) {
  const [found] = await eveningsByIds(scope, [eveningId]);
  return found;
}

function eveningsByIds(scope: Scope, ids: string[]) {
  const { db, schoolId } = scope;
  return db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), inList(evenings.id, ids), ne(evenings.state, "draft")))
    .orderBy(asc(evenings.startsAt));
}
