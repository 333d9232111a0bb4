import { and, eq, type SQL, sql } from "drizzle-orm";
import { appointmentTeachers, claims, formerTeachers } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/** Gives appointments, a query for their ids, the teachers that their classes have, in the classes' order. */
export function teachersGiven({ db, schoolId }: GivenScope, ids: SQL): Statement {
  return db.insert(appointmentTeachers).select(
    sql`SELECT ct.school_id, a.id, ct.teacher_id, (SELECT count(*) FROM class_teachers AS before
        WHERE before.school_id = ${schoolId} AND before.class_id = a.class_id
          AND (before.position, before.teacher_id) < (ct.position, ct.teacher_id))
      FROM appointments AS a CROSS JOIN class_teachers AS ct ON ct.school_id = a.school_id AND ct.class_id = a.class_id
      WHERE a.school_id = ${schoolId} AND a.id IN (${ids})`,
  );
}

/** Takes appointments' teachers away; whom their classes no longer have is kept as a former teacher, who has them in a calendar still. */
export function teachersTaken({ db, schoolId }: GivenScope, ids: SQL): Statement[] {
  return [
    db
      .insert(formerTeachers)
      .select(
        sql`SELECT t.school_id, t.teacher_id, t.appointment_id FROM appointments AS a CROSS JOIN appointment_teachers AS t
            ON t.school_id = a.school_id AND t.appointment_id = a.id
          WHERE a.school_id = ${schoolId} AND a.id IN (${ids}) AND t.teacher_id NOT IN (SELECT ct.teacher_id
            FROM class_teachers AS ct WHERE ct.school_id = ${schoolId} AND ct.class_id = a.class_id)`,
      )
      .onConflictDoNothing(),
    db
      .delete(appointmentTeachers)
      .where(and(eq(appointmentTeachers.schoolId, schoolId), sql`${appointmentTeachers.appointmentId} IN (${ids})`)),
  ];
}

/**
 * Claims the time of everybody in appointments, a row for each person and unit, as the appointments stand now. A hold that has lapsed is
 * nobody's and is dropped first; any other claim on the time fails the key, which the batch's guard has made sure of.
 */
export function timeClaimed({ db, schoolId, now }: GivenScope, ids: SQL): Statement[] {
  const people = sql`SELECT a.id, a.evening_id, a.starts_at, a.ends_at, a.guardian_id AS person_id FROM appointments AS a
      WHERE a.school_id = ${schoolId} AND a.id IN (${ids})
    UNION ALL SELECT a.id, a.evening_id, a.starts_at, a.ends_at, t.teacher_id FROM appointments AS a
      CROSS JOIN appointment_teachers AS t ON t.school_id = a.school_id AND t.appointment_id = a.id
      WHERE a.school_id = ${schoolId} AND a.id IN (${ids})`;
  return [
    db.delete(claims).where(
      sql`(school_id, person_id, unit_at) IN (SELECT c.school_id, c.person_id, c.unit_at FROM (${people}) AS p
          CROSS JOIN claims AS c ON c.school_id = ${schoolId} AND c.person_id = p.person_id
            AND c.unit_at >= p.starts_at AND c.unit_at < p.ends_at WHERE c.held_until <= ${now})`,
    ),
    db.insert(claims).select(
      sql`WITH RECURSIVE unit(id, evening_id, person_id, at, length, till) AS (
            SELECT p.id, p.evening_id, p.person_id, p.starts_at, e.slot_seconds * 1000, p.ends_at FROM (${people}) AS p
              CROSS JOIN evenings AS e ON e.school_id = ${schoolId} AND e.id = p.evening_id
            UNION ALL SELECT id, evening_id, person_id, at + length, length, till FROM unit WHERE at + length < till)
          SELECT ${schoolId}, person_id, at, evening_id, id, NULL, NULL FROM unit`,
    ),
  ];
}

/** Lets go of the time that appointments have claimed. */
export function timeReleased({ db, schoolId }: GivenScope, ids: SQL): Statement {
  return db.delete(claims).where(and(eq(claims.schoolId, schoolId), sql`${claims.appointmentId} IN (${ids})`));
}
