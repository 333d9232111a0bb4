import { and, eq, sql } from "drizzle-orm";
import { appointments, audit, claims, sessions } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { noticeStatements } from "./room-notices.ts";

/**
 * The statements that follow when the records say that a guardian may no longer book for a student (a court order, say): their appointments
 * about that student are cancelled, open calls end, and whoever may book for nobody any more is signed out everywhere. Put them
 * after the change of the records, in its batch, and deliver the notices after the commit.
 */
export function endLostBookingsStatements(scope: Scope, actor: string) {
  const { db, schoolId, now } = scope;
  const lost = sql`SELECT a.id FROM appointments AS a
    JOIN evenings AS e ON e.school_id = a.school_id AND e.id = a.evening_id AND e.ends_at > ${now}
    WHERE a.school_id = ${schoolId} AND a.state = 'booked' AND NOT EXISTS (SELECT 1 FROM guardianships AS g
      WHERE g.school_id = a.school_id AND g.guardian_id = a.guardian_id AND g.student_id = a.student_id AND g.may_book = 1)`;
  const outsiders = sql`SELECT p.id FROM people AS p WHERE p.school_id = ${schoolId} AND p.role = 'guardian'
    AND NOT EXISTS (SELECT 1 FROM guardianships AS g WHERE g.school_id = p.school_id AND g.guardian_id = p.id AND g.may_book = 1)`;
  return [
    db
      .insert(audit)
      .select(
        sql`SELECT ${schoolId}, lower(hex(randomblob(16))), ${now}, ${actor}, 'appointment.no_longer_allowed', id FROM (${lost})`,
      ),
    ...noticeStatements(scope, lost),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), sql`${claims.appointmentId} IN (${lost})`)),
    // Last: what makes a booking lost is that it is still booked.
    db
      .update(appointments)
      .set({ state: "cancelled" })
      .where(and(eq(appointments.schoolId, schoolId), sql`${appointments.id} IN (${lost})`)),
    db.delete(sessions).where(and(eq(sessions.schoolId, schoolId), sql`${sessions.personId} IN (${outsiders})`)),
  ] as const;
}
