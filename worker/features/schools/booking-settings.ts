import { and, countDistinct, eq } from "drizzle-orm";
import { guardianships, schools } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

/** The school's choice of who may book, and how many guardians hang on it: no court order, and no parental responsibility. */
export async function readBookingSettings(scope: Scope) {
  const [needed, inQuestion] = await Promise.all([
    isResponsibilityNeeded(scope),
    scope.db
      .select({ count: countDistinct(guardianships.guardianId) })
      .from(guardianships)
      .where(
        and(
          eq(guardianships.schoolId, scope.schoolId),
          eq(guardianships.parentalResponsibility, false),
          eq(guardianships.courtOrder, false),
        ),
      )
      .get(),
  ]);
  return { responsibilityNeeded: needed, inQuestion: inQuestion?.count ?? 0 };
}

/** Whether the school asks for parental responsibility of whoever books. */
export async function isResponsibilityNeeded({ db, schoolId }: Scope): Promise<boolean> {
  const row = await db
    .select({ needed: schools.responsibilityNeeded })
    .from(schools)
    .where(eq(schools.id, schoolId))
    .get();
  return row?.needed ?? true;
}
