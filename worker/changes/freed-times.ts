import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { Given } from "../db/prepared-batch.ts";
import { freedTimes } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/**
 * Writes down, in the batch that frees time, whose time it is: after the commit the waitlist is offered it, and the sweep does that where it was
 * lost. `freed` is a query with the columns `evening_id` and `teacher_id`. Nothing is written where nobody waits in the evening.
 */
export function timesFreed({ db, schoolId, now }: GivenScope, freed: SQL) {
  return written(db, sql`SELECT ${schoolId} AS school_id, found.* FROM (${freed}) AS found`, now);
}

/** The times of appointments, a query for ids, as `timesFreed` takes them. */
export function timesOf({ schoolId }: GivenScope, appointmentIds: SQL): SQL {
  return sql`SELECT a.evening_id, t.teacher_id FROM appointments AS a CROSS JOIN appointment_teachers AS t
      ON t.school_id = a.school_id AND t.appointment_id = a.id
    WHERE a.school_id = ${schoolId} AND a.id IN (${appointmentIds})`;
}

/** The times of the teachers that waitlist entries, a query for ids, wait for, as `timesFreed` takes them. */
export function timesWaitedFor({ schoolId }: GivenScope, entryIds: SQL): SQL {
  return sql`SELECT w.evening_id, ct.teacher_id FROM waiting AS w CROSS JOIN class_teachers AS ct
      ON ct.school_id = w.school_id AND ct.class_id = w.class_id
    WHERE w.school_id = ${schoolId} AND w.id IN (${entryIds})`;
}

/** What `timesFreed` does, for every hold, of any school, that has lapsed but is still written down. */
export function lapsedTimesFreed(db: Database, now: number) {
  return written(
    db,
    sql`SELECT school_id, evening_id, person_id FROM claims WHERE held_until IS NOT NULL AND held_until <= ${now}
      UNION SELECT w.school_id, w.evening_id, ct.teacher_id FROM waiting AS w
        JOIN class_teachers AS ct ON ct.school_id = w.school_id AND ct.class_id = w.class_id
        WHERE w.state = 'offered' AND w.held_until <= ${now}`,
    now,
  );
}

export type Freed = typeof freedTimes.$inferSelect;

/** Freed times have been offered to everybody who waits: only what was there when they were asked is done, since a time freed meanwhile is newer. */
export function timesOffered(db: Database, rows: readonly Freed[]): Statement[] {
  const seen = JSON.stringify(rows.map((row) => [row.schoolId, row.eveningId, row.teacherId, row.freedAt]));
  return [
    db.delete(freedTimes).where(
      sql`(school_id, evening_id, teacher_id, freed_at) IN (
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(${seen}))`,
    ),
  ];
}

function written(db: Database, found: SQL, now: Given<number>) {
  return db
    .insert(freedTimes)
    .select(
      sql`WITH f(school_id, evening_id, teacher_id) AS (${found})
        SELECT f.school_id, f.evening_id, f.teacher_id, ${now} FROM f WHERE EXISTS (SELECT 1 FROM waiting AS w
          WHERE w.school_id = f.school_id AND w.evening_id = f.evening_id AND w.state IN ('waiting', 'offered'))`,
    )
    .onConflictDoUpdate({
      target: [freedTimes.schoolId, freedTimes.eveningId, freedTimes.teacherId],
      set: { freedAt: sql`excluded.freed_at` },
    });
}
