import { and, eq, type SQL, sql } from "drizzle-orm";
import { people, sessions, signInCodes, signInLinks } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/** Signs people out everywhere, a query for their ids: sessions, codes and sign-in links end. A link for several people stays the others'. */
export function waysInEnded({ db, schoolId }: Scope, personIds: SQL): Statement[] {
  const others = sql`SELECT one.value FROM json_each(${signInLinks.personIds}) AS one WHERE one.value NOT IN (${personIds})`;
  const theirs = sql`EXISTS (SELECT 1 FROM json_each(${signInLinks.personIds}) AS one WHERE one.value IN (${personIds}))`;
  return [
    db.delete(sessions).where(and(eq(sessions.schoolId, schoolId), sql`${sessions.personId} IN (${personIds})`)),
    db
      .delete(signInCodes)
      .where(and(eq(signInCodes.schoolId, schoolId), sql`${signInCodes.personId} IN (${personIds})`)),
    db
      .update(signInLinks)
      .set({ personIds: sql`(SELECT json_group_array(left_over.value) FROM (${others}) AS left_over)` })
      .where(and(eq(signInLinks.schoolId, schoolId), theirs)),
  ];
}

/** Revokes people's calendar addresses, a query for their ids. */
export function calendarsRevoked({ db, schoolId }: Scope, personIds: SQL): Statement {
  return db
    .update(people)
    .set({ calendarVersion: sql`${people.calendarVersion} + 1` })
    .where(and(eq(people.schoolId, schoolId), sql`${people.id} IN (${personIds})`));
}
