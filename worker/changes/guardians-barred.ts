import { and, eq, sql } from "drizzle-orm";
import { sessions } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { mayBookFor, mayBookRow } from "../rules/booking/may-book.ts";
import { appointmentsWithdrawn } from "./appointments-cancelled.ts";
import { bookableClassesLost } from "./bookable-classes-lost.ts";

/**
 * The records say of some guardians that they may no longer book for a student (a court order, say): their appointments about that student
 * are cancelled and open calls end, they wait for nothing of the student's, proposals that hold a time for it are let go, and whoever may
 * book for nobody any more is signed out everywhere. Put it after the change of the records, in its batch.
 */
export function guardiansBarred(scope: Scope): Statement[] {
  const { db, schoolId, now } = scope;
  const toCome = sql`SELECT e.id FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.ends_at > ${now}`;
  const lost = sql`SELECT a.id FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.evening_id IN (${toCome})
    AND a.state = 'booked' AND NOT ${mayBookFor("a")}`;
  const outsiders = sql`SELECT p.id FROM people AS p WHERE p.school_id = ${schoolId} AND p.role = 'guardian'
    AND NOT EXISTS (SELECT 1 FROM guardianships AS g WHERE g.school_id = p.school_id AND g.guardian_id = p.id AND ${mayBookRow("g")})`;
  return [
    ...appointmentsWithdrawn(scope, lost),
    ...bookableClassesLost(scope),
    db.delete(sessions).where(and(eq(sessions.schoolId, schoolId), sql`${sessions.personId} IN (${outsiders})`)),
  ];
}
