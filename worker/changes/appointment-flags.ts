import { and, eq, type SQL, sql } from "drizzle-orm";
import { appointmentFlags } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/** What the office has decided about an appointment: its teachers are who they are, whatever its class says. */
export const DECIDED = { handedOver: "appointment.handed_over", kept: "appointment.kept" } as const;

/** That the office has decided about an appointment `a`: a condition. */
export function isDecided({ schoolId }: GivenScope): SQL {
  return sql`EXISTS (SELECT 1 FROM audit AS decided WHERE decided.school_id = ${schoolId} AND decided.object = a.id
    AND decided.action IN (${DECIDED.handedOver}, ${DECIDED.kept}))`;
}

/**
 * Writes down which booked appointments that aren't over the office has to decide about, and takes away what is none any more. Put it after
 * the change of the records, in its batch.
 */
export function flagsRenewed(scope: GivenScope): Statement[] {
  const { db, schoolId, now } = scope;
  const flagged = sql`SELECT found.* FROM (${troubled(scope)}) AS found WHERE found.because IS NOT NULL`;
  const toCome = sql`SELECT e.id FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.ends_at > ${now}`;
  return [
    db
      .delete(appointmentFlags)
      .where(
        and(
          sql`${appointmentFlags.schoolId} = ${schoolId}`,
          sql`${appointmentFlags.eveningId} IN (${toCome})`,
          sql`${appointmentFlags.appointmentId} NOT IN (SELECT still.id FROM (${flagged}) AS still)`,
        ),
      ),
    db
      .insert(appointmentFlags)
      .select(sql`SELECT ${schoolId}, new.id, new.evening_id, new.because, ${now} FROM (${flagged}) AS new WHERE true`)
      .onConflictDoUpdate({
        target: [appointmentFlags.schoolId, appointmentFlags.appointmentId],
        set: { because: sql`excluded.because` },
      }),
  ];
}

/** Booked appointments of evenings to come that aren't over, and why the office has to decide about each: NULL for most. */
function troubled(scope: GivenScope): SQL {
  const { schoolId, now } = scope;
  const taught = sql`SELECT ct.teacher_id FROM class_teachers AS ct WHERE ct.school_id = a.school_id AND ct.class_id = a.class_id`;
  const has = sql`SELECT t.teacher_id FROM appointment_teachers AS t WHERE t.school_id = a.school_id AND t.appointment_id = a.id`;
  const left = (ids: SQL) => sql`EXISTS (SELECT 1 FROM people AS p WHERE p.school_id = a.school_id AND p.id IN (${ids})
    AND p.ended_at IS NOT NULL)`;
  return sql`SELECT a.id, a.evening_id, CASE
      WHEN ${left(sql`a.guardian_id`)} THEN 'guardian_ended'
      WHEN EXISTS (SELECT 1 FROM students AS s WHERE s.school_id = a.school_id AND s.id = a.student_id AND s.ended_at IS NOT NULL)
        THEN 'student_ended'
      WHEN ${left(has)} THEN 'teacher_ended'
      WHEN a.starts_at > ${now} AND EXISTS (SELECT 1 FROM (${taught}) WHERE teacher_id NOT IN (${has}) UNION ALL
        SELECT 1 FROM (${has}) WHERE teacher_id NOT IN (${taught})) AND NOT ${isDecided(scope)} THEN 'class_teachers_changed'
    END AS because
    FROM evenings AS e CROSS JOIN appointments AS a ON a.school_id = e.school_id AND a.evening_id = e.id AND a.state = 'booked'
    WHERE e.school_id = ${schoolId} AND e.ends_at > ${now} AND a.ends_at > ${now}`;
}

/** Appointments, a query for their ids, need no decision any more. */
export function flagsTaken({ db, schoolId }: GivenScope, ids: SQL): Statement {
  return db
    .delete(appointmentFlags)
    .where(and(eq(appointmentFlags.schoolId, schoolId), sql`${appointmentFlags.appointmentId} IN (${ids})`));
}
