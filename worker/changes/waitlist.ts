import { and, eq, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { ClassId, EveningId, GuardianId, StudentId, TeacherId, WaitlistEntryId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { waiting } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited } from "./audit.ts";
import { enqueueMail } from "./enqueue-mail.ts";
import { timesFreed } from "./freed-times.ts";
import { timeGone, timeHeld } from "./time-held.ts";
import { liveEntry, waitlistEntriesEnded } from "./waitlist-entries-ended.ts";

/** A guardian's wish to wait for a class of a student's. */
export type NewEntry = {
  id: WaitlistEntryId;
  eveningId: EveningId;
  guardianId: GuardianId;
  studentId: StudentId;
  classId: ClassId;
  note: string;
};

/**
 * A guardian waits for a class. A time that became free in the same moment is offered like any other: the join notes the class's teachers.
 * Refused as `already` where they wait for it, or the form was sent before.
 */
export function waitlistJoined(scope: Scope, entry: NewEntry): Statement[] {
  const { db, schoolId, now } = scope;
  const { id, eveningId, guardianId, studentId, classId } = entry;
  const theirs = sql`school_id = ${schoolId} AND evening_id = ${eveningId} AND guardian_id = ${guardianId}
    AND student_id = ${studentId} AND class_id = ${classId} AND state IN ('waiting', 'offered')`;
  const lapsed = sql`(state = 'offered' AND held_until <= ${now})`;
  const waits = sql`EXISTS (SELECT 1 FROM waiting WHERE ${theirs} AND NOT ${lapsed})`;
  const used = sql`EXISTS (SELECT 1 FROM waiting WHERE school_id = ${schoolId} AND id = ${id})`;
  return [
    guardStatement(db, [{ name: "already", broken: sql`${waits} OR ${used}` }]),
    // An offer that has run out is over before the sweep says so.
    db.update(waiting).set({ state: "missed" }).where(sql`${theirs} AND ${lapsed}`),
    db.insert(waiting).values({ ...entry, schoolId, state: "waiting", joinedAt: now }),
    timesFreed(
      scope,
      sql`SELECT ${eveningId} AS evening_id, teacher_id FROM class_teachers WHERE school_id = ${schoolId} AND class_id = ${classId}`,
    ),
    audited(scope, "waiting.joined", id),
  ];
}

/** A guardian gives an entry up, and the time that is held for it. Again is the same as once. */
export function waitlistLeft(scope: Scope, id: WaitlistEntryId): Statement[] {
  return [...waitlistEntriesEnded(scope, liveEntry(scope, id)), audited(scope, "waiting.left", id)];
}

/** An entry that can't come to anything any more, because the guardian has the appointment or the class no longer takes part. */
export function waitlistEntryDropped({ db, schoolId }: Scope, id: WaitlistEntryId): Statement[] {
  const waits = and(eq(waiting.schoolId, schoolId), eq(waiting.id, id), eq(waiting.state, "waiting"));
  return [db.update(waiting).set({ state: "left" }).where(waits)];
}

export type Offered = {
  entry: Pick<NewEntry, "id" | "eveningId" | "guardianId">;
  teacherIds: readonly TeacherId[];
  startsAt: number;
  /** The starts of the grid's units that it covers. */
  units: readonly number[];
  until: number;
  /** What was known to be freed when the waitlist was read. */
  freed: readonly { teacherId: TeacherId; freedAt: number }[];
};

/**
 * A freed time is held for a waitlist entry, with a mail. Refused as `taken` where somebody was quicker, as `not-waiting` where the entry
 * was offered another or given up, as `more-freed` where more has become free since the waitlist was read, which may be for somebody before.
 */
export function timeOffered(scope: Scope, { entry, teacherIds, startsAt, units, until, freed }: Offered): Statement[] {
  const { db, schoolId, now } = scope;
  const { id, eveningId, guardianId } = entry;
  const wanted = sql`SELECT p.value AS person_id, u.value AS unit_at FROM json_each(${JSON.stringify([guardianId, ...teacherIds])}) AS p,
    json_each(${JSON.stringify(units)}) AS u`;
  const isWaiting = sql`EXISTS (SELECT 1 FROM waiting WHERE school_id = ${schoolId} AND id = ${id} AND state = 'waiting')`;
  const known = JSON.stringify(freed.map((row) => [row.teacherId, row.freedAt]));
  const more = sql`EXISTS (SELECT 1 FROM freed_times AS f WHERE f.school_id = ${schoolId} AND f.evening_id = ${eveningId}
    AND ${inList(sql`f.teacher_id`, teacherIds)} AND (f.teacher_id, f.freed_at) NOT IN (
      SELECT value ->> 0, value ->> 1 FROM json_each(${known})))`;
  return [
    guardStatement(db, [
      { name: "not-waiting", broken: sql`NOT ${isWaiting}` },
      { name: "more-freed", broken: more },
      { name: "taken", broken: timeGone(scope, wanted) },
    ]),
    db
      .update(waiting)
      .set({ state: "offered", offeredAt: now, startsAt, heldUntil: until, appointmentId: crypto.randomUUID() })
      .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, id))),
    ...timeHeld(scope, wanted, { id, eveningId, until }),
    enqueueMail(scope, { kind: "waiting_list_offer", waitingId: id }),
    audited(scope, "waiting.offered", id),
  ];
}
