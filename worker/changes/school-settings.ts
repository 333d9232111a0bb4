import { and, eq, ne, sql } from "drizzle-orm";
import { guardianships, schools } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { mayBookBy } from "../rules/booking/may-book.ts";
import { auditedEach } from "./audit.ts";
import { coveredStudentsLost } from "./covered-students-lost.ts";
import { guardiansBarred } from "./guardians-barred.ts";

/** The office chooses who may book; what follows for whoever may no longer, follows. */
export function responsibilityChosen(scope: Scope, responsibilityNeeded: boolean): Statement[] {
  const { db, schoolId } = scope;
  const changes = and(eq(schools.id, schoolId), ne(schools.responsibilityNeeded, responsibilityNeeded));
  const action = responsibilityNeeded ? "school.responsibility_needed" : "school.responsibility_not_needed";
  return [
    // First: what makes it a change is that the school still says otherwise.
    auditedEach(scope, action, sql`SELECT id FROM schools WHERE ${changes}`),
    db.update(schools).set({ responsibilityNeeded }).where(changes),
    ...whoMayBookChanged(scope),
  ];
}

/** Writes `mayBook` anew where the records or the school's choice say otherwise, and all that follows from it. */
export function whoMayBookChanged(scope: Scope): Statement[] {
  const { db, schoolId } = scope;
  const allowed = mayBookBy(schoolId);
  return [
    db
      .update(guardianships)
      .set({ mayBook: sql`${allowed}` })
      .where(and(eq(guardianships.schoolId, schoolId), sql`${guardianships.mayBook} <> ${allowed}`)),
    ...guardiansBarred(scope),
    ...coveredStudentsLost(scope),
  ];
}
