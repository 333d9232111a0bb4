import { and, eq, sql } from "drizzle-orm";
import type { Given } from "../db/prepared-batch.ts";
import { absences } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { auditStatement } from "./audit.ts";

async function isAbsent(scope: Scope, guardianId: string, eveningId: string) {
  const { db, schoolId } = scope;
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
  scope: Scope,
  absence: { guardianId: string; eveningId: string; unable: boolean },
): Promise<boolean> {
  const { db, schoolId } = scope;
  const { guardianId, eveningId, unable } = absence;
  const action = unable ? "evening.unable_to_attend" : "evening.can_attend";
  const noted = auditStatement(scope, { actor: guardianId, action, object: eveningId });
  if (!unable) {
    await db.batch([db.delete(absences).where(oneAbsence(schoolId, guardianId, eveningId)), noted]);
    return true;
  }
  await db.batch([insertUnlessBooked(scope, guardianId, eveningId), noted]);
  return isAbsent(scope, guardianId, eveningId);
}

function insertUnlessBooked(scope: Scope, guardianId: string, eveningId: string) {
  const { db, schoolId, now } = scope;
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
