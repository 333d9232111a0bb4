import { and, eq, inArray, ne, or } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { appointments, enrolments, eveningClasses, evenings, guardianships } from "../db/schema.ts";
import { chooseEvening } from "../evenings/choose-evening.ts";

export type Evening = typeof evenings.$inferSelect;

/**
 * The evening that a guardian asks for, or the one that they most likely mean; undefined where it is none of theirs. Theirs are the
 * published and closed ones that one of their students takes part in, or where they have booked.
 */
export async function currentEvening(
  db: Database,
  schoolId: string,
  guardianId: string,
  now: number,
  eveningId?: string,
): Promise<Evening | undefined> {
  const theirs = await eveningsOfGuardian(db, schoolId, guardianId);
  if (eveningId !== undefined) return theirs.find((evening) => evening.id === eveningId);
  return chooseEvening(theirs, now);
}

/** Every evening that concerns the guardian, drafts left out. */
export async function eveningsOfGuardian(db: Database, schoolId: string, guardianId: string): Promise<Evening[]> {
  const takesPart = db
    .select({ id: eveningClasses.eveningId })
    .from(guardianships)
    .innerJoin(
      enrolments,
      and(eq(enrolments.schoolId, guardianships.schoolId), eq(enrolments.studentId, guardianships.studentId)),
    )
    .innerJoin(
      eveningClasses,
      and(eq(eveningClasses.schoolId, enrolments.schoolId), eq(eveningClasses.classId, enrolments.classId)),
    )
    .where(
      and(
        eq(guardianships.schoolId, schoolId),
        eq(guardianships.guardianId, guardianId),
        eq(guardianships.mayBook, true),
      ),
    );
  const hasBooked = db
    .select({ id: appointments.eveningId })
    .from(appointments)
    .where(and(eq(appointments.schoolId, schoolId), eq(appointments.guardianId, guardianId)));
  return db
    .select()
    .from(evenings)
    .where(
      and(
        eq(evenings.schoolId, schoolId),
        ne(evenings.state, "draft"),
        or(inArray(evenings.id, takesPart), inArray(evenings.id, hasBooked)),
      ),
    );
}
