import { and, eq, sql } from "drizzle-orm";
import type { PersonId } from "../db/ids.ts";
import { people } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited } from "./audit.ts";

/** Somebody gets a new calendar address: the old one is nobody's from now on. */
export function calendarRenewed(scope: Scope, personId: PersonId): Statement[] {
  const { db, schoolId } = scope;
  return [
    db
      .update(people)
      .set({ calendarVersion: sql`${people.calendarVersion} + 1` })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId))),
    audited(scope, "calendar.renewed", personId),
  ];
}
