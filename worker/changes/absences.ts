import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { Given } from "../db/prepared-batch.ts";
import { absences } from "../db/schema.ts";
import { auditStatement } from "./audit-statement.ts";

async function isAbsent(db: Database, schoolId: string, guardianId: string, eveningId: string) {
  return (
    (await db
      .select()
      .from(absences)
      .where(oneAbsence(schoolId, guardianId, eveningId))
      .get()) !== undefined
  );
}

/**
 * Notes "I'm unable to attend", or takes it back. False where the guardian has an appointment in the evening: that is given back first,
 * so that nobody waits for them. The statement decides, so a booking made at the same moment wins.
 */
export async function sayAbsence(
  db: Database,
  schoolId: string,
  absence: { guardianId: string; eveningId: string; unable: boolean },
  now: number,
): Promise<boolean> {
  const { guardianId, eveningId, unable } = absence;
  const action = unable ? "evening.unable_to_attend" : "evening.can_attend";
  const noted = auditStatement(db, schoolId, { actor: guardianId, action, object: eveningId }, now);
  if (!unable) {
    await db.batch([db.delete(absences).where(oneAbsence(schoolId, guardianId, eveningId)), noted]);
    return true;
  }
  await db.batch([insertUnlessBooked(db, schoolId, guardianId, eveningId, now), noted]);
  return isAbsent(db, schoolId, guardianId, eveningId);
}

function insertUnlessBooked(db: Database, schoolId: string, guardianId: string, eveningId: string, now: number) {
  return db
    .insert(absences)
    .select(
      sql`SELECT ${schoolId}, ${eveningId}, ${guardianId}, ${now} WHERE NOT EXISTS (SELECT 1 FROM appointments
        WHERE school_id = ${schoolId} AND evening_id = ${eveningId} AND guardian_id = ${guardianId} AND state = 'booked')`,
    )
    .onConflictDoNothing();
}

/** The condition for one guardian's row of one evening. */
export function oneAbsence(schoolId: Given<string>, guardianId: Given<string>, eveningId: Given<string>) {
  return and(eq(absences.schoolId, schoolId), eq(absences.eveningId, eveningId), eq(absences.guardianId, guardianId));
}
