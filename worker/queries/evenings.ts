import { and, asc, eq, exists, gt, ne } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { inList } from "../db/json-list.ts";
import {
  appointments,
  classTeachers,
  enrolments,
  eveningClasses,
  evenings,
  guardianships,
  invites,
} from "../db/schema.ts";
import { eveningFor } from "../rules/early-access.ts";

/** The evenings, by time, in which a guardian has booked appointments. */
export async function eveningsBookedBy(db: Database, schoolId: string, guardianId: string) {
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
  return eveningsByIds(db, schoolId, ids);
}

/** The published evenings, not yet over, in which classes of a guardian's children take part. */
export async function eveningsOpenTo(db: Database, schoolId: string, guardianId: string, now: number) {
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
    .where(
      and(
        eq(guardianships.schoolId, schoolId),
        eq(guardianships.guardianId, guardianId),
        eq(guardianships.mayBook, true),
      ),
    );
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

/** The evenings, by time, that a teacher's classes take part in; drafts left out. */
export async function eveningsTaughtBy(db: Database, schoolId: string, teacherId: string) {
  const rows = await db
    .selectDistinct({ id: eveningClasses.eveningId })
    .from(classTeachers)
    .innerJoin(
      eveningClasses,
      and(eq(eveningClasses.schoolId, schoolId), eq(eveningClasses.classId, classTeachers.classId)),
    )
    .where(and(eq(classTeachers.schoolId, schoolId), eq(classTeachers.teacherId, teacherId)));
  return eveningsByIds(
    db,
    schoolId,
    rows.map((row) => row.id),
  );
}

/** Whether a guardian has sent an invite for the evening that holds. */
export async function hasInvite(db: Database, schoolId: string, guardianId: string, eveningId: string) {
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
export async function findEvening(db: Database, schoolId: string, eveningId: string) {
  const [found] = await eveningsByIds(db, schoolId, [eveningId]);
  return found;
}

function eveningsByIds(db: Database, schoolId: string, ids: string[]) {
  return db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), inList(evenings.id, ids), ne(evenings.state, "draft")))
    .orderBy(asc(evenings.startsAt));
}
