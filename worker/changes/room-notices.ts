import { and, eq, SQL, sql } from "drizzle-orm";
import type { Given } from "../db/prepared-batch.ts";
import { appointments, roomNotices } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";

/** A room is opened on its day: a change before that finds the facts in the pass, and needs no notice. */
const ON_THE_DAY_MS = 24 * 3_600_000;

/**
 * Two statements for the batch of any change that a room must hear of: raise the versions of these appointments, and write a notice for
 * each. Put them after the change itself; deliver after the commit with `deliverNotices`; the sweep repeats what was lost. In an
 * evening that runs on until the next appointment, the neighbours' ends hang on this one, so they are renewed with it.
 */
export function noticeStatements(scope: GivenScope, appointmentIds: readonly string[] | SQL) {
  const { db, schoolId, now } = scope;
  const touched = withNeighbours(schoolId, asQuery(appointmentIds));
  return [
    db
      .update(appointments)
      .set({ version: sql`${appointments.version} + 1` })
      .where(and(eq(appointments.schoolId, schoolId), sql`${appointments.id} IN (${touched})`)),
    db
      .insert(roomNotices)
      .select(
        sql`SELECT a.school_id, a.id, a.version, ${now}, 0 FROM appointments AS a
          JOIN evenings AS e ON e.school_id = a.school_id AND e.id = a.evening_id
          WHERE a.school_id = ${schoolId} AND e.starts_at < ${now} + ${ON_THE_DAY_MS} AND a.id IN (${touched})`,
      )
      .onConflictDoUpdate({
        target: [roomNotices.schoolId, roomNotices.appointmentId],
        set: { version: sql`excluded.version`, dueAt: sql`excluded.due_at`, attempts: 0 },
      }),
  ] as const;
}

/**
 * Whether anybody must hear of a new booking in this evening. A new room is told by its first pass; but where calls run on, the rooms before
 * it end otherwise, and on the day its teacher may have the page open.
 */
export function hearsOfBookings(schoolId: Given<string>, eveningId: Given<string>, now: Given<number>): SQL {
  return sql`EXISTS (SELECT 1 FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.id = ${eveningId}
    AND (e.ending = 'until-next' OR e.starts_at < ${now} + ${ON_THE_DAY_MS}))`;
}

/** Ids may come as a query for them, so that a change meets what is booked when its batch runs. */
function asQuery(ids: readonly string[] | SQL): SQL {
  return ids instanceof SQL ? ids : sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
}

/** CROSS JOIN is kept in the order written: left to choose, SQLite begins with every appointment of the school. */
function withNeighbours(schoolId: Given<string>, ids: SQL) {
  const changed = sql`appointments AS changed CROSS JOIN evenings AS e
    ON e.school_id = changed.school_id AND e.id = changed.evening_id AND e.ending = 'until-next'`;
  const beside = sql`other.school_id = changed.school_id AND other.evening_id = changed.evening_id AND other.state = 'booked'`;
  return sql`${ids}
    UNION SELECT other.id FROM ${changed}
      CROSS JOIN appointments AS other ON ${beside} AND other.guardian_id = changed.guardian_id
      WHERE changed.school_id = ${schoolId} AND changed.id IN (${ids})
    UNION SELECT other.id FROM ${changed}
      CROSS JOIN appointment_teachers AS mine ON mine.school_id = changed.school_id AND mine.appointment_id = changed.id
      CROSS JOIN appointment_teachers AS theirs ON theirs.school_id = mine.school_id AND theirs.teacher_id = mine.teacher_id
      CROSS JOIN appointments AS other ON ${beside} AND other.id = theirs.appointment_id
      WHERE changed.school_id = ${schoolId} AND changed.id IN (${ids})`;
}
