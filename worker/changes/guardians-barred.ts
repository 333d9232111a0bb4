import { sql } from "drizzle-orm";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { mayBookRow, unbarredFor } from "../rules/booking/may-book.ts";
import { MOST_OVERRUN_MS } from "../rules/overrun.ts";
import { appointmentsWithdrawn } from "./appointments-cancelled.ts";
import { bookableClassesLost } from "./bookable-classes-lost.ts";
import { waysInEnded } from "./ways-in-ended.ts";

/**
 * The records say of some guardians that they may no longer book for a student (a court order, say): their appointments about that student
 * are cancelled and open calls end, they wait for nothing of the student's, proposals that hold a time for it are let go, and whoever may
 * book for nobody any more is signed out everywhere. Where guardian or student has left and nobody is barred, the appointments stay: the
 * office decides about them (`flagsRenewed`). Put it after the change of the records, in its batch.
 */
export function guardiansBarred(scope: Scope): Statement[] {
  const { schoolId, now } = scope;
  const toCome = sql`SELECT e.id FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.ends_at > ${now - MOST_OVERRUN_MS}`;
  const lost = sql`SELECT a.id FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.evening_id IN (${toCome})
    AND a.state = 'booked' AND NOT ${unbarredFor("a", schoolId)}`;
  const outsiders = sql`SELECT p.id FROM people AS p WHERE p.school_id = ${schoolId} AND p.role = 'guardian'
    AND NOT EXISTS (SELECT 1 FROM guardianships AS g WHERE g.school_id = p.school_id AND g.guardian_id = p.id AND ${mayBookRow("g")})`;
  return [...appointmentsWithdrawn(scope, lost), ...bookableClassesLost(scope), ...waysInEnded(scope, outsiders)];
}
