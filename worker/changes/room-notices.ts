import { and, eq, lte, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { AppointmentId, EveningId, SchoolId } from "../db/ids.ts";
import type { Given } from "../db/prepared-batch.ts";
import { appointments, roomNotices } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/** A room is opened on its day: a change before that finds the facts in the pass, and needs no notice. */
const ON_THE_DAY_MS = 24 * 3_600_000;

/**
 * Tells rooms of a change: raises the versions of these appointments, and writes a notice for each. `appointmentIds` is a query for ids, so
 * that a change meets what is booked when its batch runs. They are delivered after the commit; the sweep repeats what was lost. In an evening
 * that runs on until the next appointment, the neighbours' ends hang on this one, so they are renewed with it, those of former teachers too.
 */
export function roomsNoticed(scope: GivenScope, appointmentIds: SQL): Statement[] {
  const { db, schoolId, now } = scope;
  const touched = withNeighbours(schoolId, appointmentIds);
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
  ];
}

/**
 * Whether anybody must hear of a new booking in this evening. A new room is told by its first pass; but where calls run on, the rooms before
 * it end otherwise, and on the day its teacher may have the page open.
 */
export function hearsOfBookings(schoolId: Given<SchoolId>, eveningId: Given<EveningId>, now: Given<number>): SQL {
  return sql`EXISTS (SELECT 1 FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.id = ${eveningId}
    AND (e.ending = 'until-next' OR e.starts_at < ${now} + ${ON_THE_DAY_MS}))`;
}

/** CROSS JOIN is kept in the order written: left to choose, SQLite begins with every appointment of the school. */
function withNeighbours(schoolId: Given<SchoolId>, ids: SQL) {
  const changed = sql`appointments AS changed CROSS JOIN evenings AS e
    ON e.school_id = changed.school_id AND e.id = changed.evening_id AND e.ending = 'until-next'`;
  const beside = sql`other.school_id = changed.school_id AND other.evening_id = changed.evening_id AND other.state = 'booked'`;
  // Whose time the changed appointment is, or was.
  const ofTeachers = (people: SQL) => sql`SELECT other.id FROM ${changed}
      CROSS JOIN ${people} AS mine ON mine.school_id = changed.school_id AND mine.appointment_id = changed.id
      CROSS JOIN appointment_teachers AS theirs ON theirs.school_id = mine.school_id AND theirs.teacher_id = mine.teacher_id
      CROSS JOIN appointments AS other ON ${beside} AND other.id = theirs.appointment_id
      WHERE changed.school_id = ${schoolId} AND changed.id IN (${ids})`;
  return sql`${ids}
    UNION SELECT other.id FROM ${changed}
      CROSS JOIN appointments AS other ON ${beside} AND other.guardian_id = changed.guardian_id
      WHERE changed.school_id = ${schoolId} AND changed.id IN (${ids})
    UNION ${ofTeachers(sql`appointment_teachers`)}
    UNION ${ofTeachers(sql`former_teachers`)}`;
}

export type Notice = typeof roomNotices.$inferSelect;

/** A room has acknowledged a notice, or is over: only the version that was delivered goes, so that a newer notice stays. */
export function noticeDone(db: Database, notice: Notice): Statement[] {
  return [db.delete(roomNotices).where(and(...sameRow(notice), lte(roomNotices.version, notice.version)))];
}

/** A room could not be told: it is tried again from `dueAt` on, epoch milliseconds. */
export function noticePutOff(db: Database, notice: Notice, dueAt: number): Statement[] {
  return [
    db
      .update(roomNotices)
      .set({ dueAt, attempts: notice.attempts + 1 })
      .where(and(...sameRow(notice), eq(roomNotices.version, notice.version))),
  ];
}

function sameRow(notice: Notice) {
  return [eq(roomNotices.schoolId, notice.schoolId), eq(roomNotices.appointmentId, notice.appointmentId)];
}

/** Rooms have forgotten what they knew, after their evening's retention. */
export function roomsForgotten(db: Database, rooms: readonly { schoolId: SchoolId; id: AppointmentId }[]): Statement[] {
  const those = JSON.stringify(rooms.map(({ schoolId, id }) => [schoolId, id]));
  return [
    db
      .update(appointments)
      .set({ roomForgotten: true })
      .where(sql`(school_id, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${those}))`),
  ];
}
