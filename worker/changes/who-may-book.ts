import { and, eq, sql } from "drizzle-orm";
import { guardianships, schools } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

type Standing = { parental_responsibility: boolean; court_order: boolean };

/** A court order keeps a guardian from booking for a student; so does a missing parental responsibility, where the school asks for it. */
export function mayBook(row: Standing, responsibilityNeeded: boolean): boolean {
  return !row.court_order && (row.parental_responsibility || !responsibilityNeeded);
}

/** Writes `mayBook` anew on every row that says otherwise, by the school's choice as it stands in the batch. */
export function whoMayBookStatement(scope: Scope) {
  const { db, schoolId } = scope;
  const allowed = sql`(${guardianships.courtOrder} = 0 AND (${guardianships.parentalResponsibility} = 1
    OR (SELECT s.responsibility_needed FROM schools AS s WHERE s.id = ${schoolId}) = 0))`;
  return db
    .update(guardianships)
    .set({ mayBook: allowed })
    .where(and(eq(guardianships.schoolId, schoolId), sql`${guardianships.mayBook} <> ${allowed}`));
}

/** Whether the school asks for parental responsibility of whoever books. */
export async function isResponsibilityNeeded(scope: Scope): Promise<boolean> {
  const { db, schoolId } = scope;
  const row = await db
    .select({ needed: schools.responsibilityNeeded })
    .from(schools)
    .where(eq(schools.id, schoolId))
    .get();
  return row?.needed ?? true;
}
