import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { Given } from "../db/prepared-batch.ts";
import { freedTimes } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";

/** An appointment's teachers, those of a list, or those that a query finds. */
type Whose = { appointmentId: Given<string> } | { teacherIds: readonly string[] } | { teachers: SQL };

/**
 * The statement that notes, in the batch that frees time, whose time it is: `offerFreedTimes` asks the line after the commit, and the sweep
 * does where that was lost. It notes nothing where nobody waits in the evening.
 */
export function noteFreed(scope: GivenScope, freed: { eveningId: Given<string> } & Whose) {
  const { db, schoolId, now } = scope;
  const teachers = teachersOf(schoolId, freed);
  return note(
    db,
    sql`SELECT ${schoolId} AS school_id, ${freed.eveningId} AS evening_id, t.* FROM (${teachers}) AS t`,
    now,
  );
}

function teachersOf(schoolId: Given<string>, whose: Whose): SQL {
  if ("teachers" in whose) return whose.teachers;
  return "appointmentId" in whose
    ? sql`SELECT teacher_id FROM appointment_teachers WHERE school_id = ${schoolId} AND appointment_id = ${whose.appointmentId}`
    : sql`SELECT value FROM json_each(${JSON.stringify(whose.teacherIds)})`;
}

/** The same for every hold, of any school, that has lapsed but is still written down. */
export function noteLapsed(db: Database, now: number) {
  return note(
    db,
    sql`SELECT school_id, evening_id, person_id FROM claims WHERE held_until IS NOT NULL AND held_until <= ${now}
      UNION SELECT w.school_id, w.evening_id, ct.teacher_id FROM waiting AS w
        JOIN class_teachers AS ct ON ct.school_id = w.school_id AND ct.class_id = w.class_id
        WHERE w.state = 'offered' AND w.held_until <= ${now}`,
    now,
  );
}

function note(db: Database, found: SQL, now: Given<number>) {
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
