import { and, countDistinct, eq, ne, sql } from "drizzle-orm";
import { endLostBookingsStatements } from "../../changes/bookings-lost.ts";
import { endLostSeatsStatements } from "../../changes/seats-lost.ts";
import { isResponsibilityNeeded, whoMayBookStatement } from "../../changes/who-may-book.ts";
import type { Database } from "../../db/client.ts";
import { audit, guardianships, schools } from "../../db/schema.ts";
import { type Scope, schoolScope } from "../../db/scope.ts";

/** Longer than anybody reads before a call. */
export const MAX_CALL_NOTE = 600;

export type SettingsContext = { db: Database; schoolId: string; actor: string; now: number };

/** Saves what everyone is shown before their first call of an evening. */
export async function saveCallNote({ db, schoolId, actor, now }: SettingsContext, callNote: string): Promise<void> {
  const changes = and(eq(schools.id, schoolId), ne(schools.callNote, callNote));
  await db.batch([
    db
      .insert(audit)
      .select(
        sql`SELECT ${schoolId}, lower(hex(randomblob(16))), ${now}, ${actor}, ${"school.call_note"}, id FROM ${schools} WHERE ${changes}`,
      ),
    db.update(schools).set({ callNote }).where(changes),
  ]);
}

/** The school's choice of who may book, and how many guardians hang on it: no court order, and no parental responsibility. */
export async function readBookingSettings(scope: Scope) {
  const { db, schoolId } = scope;
  const [needed, inQuestion] = await Promise.all([
    isResponsibilityNeeded(scope),
    db
      .select({ count: countDistinct(guardianships.guardianId) })
      .from(guardianships)
      .where(
        and(
          eq(guardianships.schoolId, schoolId),
          eq(guardianships.parentalResponsibility, false),
          eq(guardianships.courtOrder, false),
        ),
      )
      .get(),
  ]);
  return { responsibilityNeeded: needed, inQuestion: inQuestion?.count ?? 0 };
}

/**
 * Saves the choice and all that follows from it at once: who may book, and the appointments, sessions and guests' seats of whoever may no
 * longer. Deliver the rooms' notices after it.
 */
export async function saveBookingSettings(context: SettingsContext, responsibilityNeeded: boolean): Promise<void> {
  const { db, schoolId, actor, now } = context;
  const changes = and(eq(schools.id, schoolId), ne(schools.responsibilityNeeded, responsibilityNeeded));
  const action = responsibilityNeeded ? "school.responsibility_needed" : "school.responsibility_not_needed";
  await db.batch([
    // First: what makes it a change is that the school still says otherwise.
    db
      .insert(audit)
      .select(
        sql`SELECT ${schoolId}, lower(hex(randomblob(16))), ${now}, ${actor}, ${action}, id FROM ${schools} WHERE ${changes}`,
      ),
    db.update(schools).set({ responsibilityNeeded }).where(changes),
    whoMayBookStatement(schoolScope(db, schoolId, NOW)),
    ...endLostBookingsStatements(schoolScope(db, schoolId, now), actor),
    ...endLostSeatsStatements(schoolScope(db, schoolId, now), actor),
  ]);
}
