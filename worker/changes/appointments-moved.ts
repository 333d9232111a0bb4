import { and, eq, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { AppointmentId } from "../db/ids.ts";
import { type Given, preparedBatch } from "../db/prepared-batch.ts";
import { appointments } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { rulesOfMove, wished } from "../rules/booking/booking-rules.ts";
import type { Wish } from "../rules/booking/wish.ts";
import { flagsRenewed, flagsTaken, isDecided } from "./appointment-flags.ts";
import { teachersGiven, teachersTaken, timeClaimed, timeReleased } from "./appointment-people.ts";
import { PRESS, wishOf } from "./appointments-booked.ts";
import { audited } from "./audit.ts";
import { bookingsChangedMail } from "./enqueue-mail.ts";
import { timesFreed, timesOf } from "./freed-times.ts";
import { marked } from "./marked.ts";
import { roomsNoticed } from "./room-notices.ts";

/** Moves the guardian's appointment `id` and asks nobody first: where the guard refuses, the old time stays. */
export const moveTime = preparedBatch(PRESS, (db, press) =>
  appointmentMoved(wishOf({ db, ...press }, press), press.id),
);

/** A guardian has moved an appointment of theirs, which must be for this class, to another time. */
export function appointmentMoved(wish: Wish, id: Given<AppointmentId>): Statement[] {
  const { scope } = wish;
  return [
    guardStatement(scope.db, rulesOfMove(wish), wished(wish)),
    ...appointmentsMoved(wish),
    audited(scope, "appointment.moved", id),
  ];
}

/** What follows when appointments are moved: the wish's rows have their ids, their classes and their new times. */
function appointmentsMoved(wish: Wish): Statement[] {
  const { scope, guardianId, eveningId, rows } = wish;
  const ids = sql`SELECT moved.id FROM (${rows}) AS moved`;
  return [
    // First, while the teachers whose time it was can be seen.
    timesFreed(scope, timesOf(scope, ids)),
    timeReleased(scope, ids),
    retimed(wish, ids),
    ...teachersTaken(scope, ids),
    teachersGiven(scope, ids),
    ...timeClaimed(scope, ids),
    ...roomsNoticed(scope, ids),
    flagsTaken(scope, ids),
    bookingsChangedMail(scope, sql`SELECT ${guardianId} AS guardian_id, ${eveningId} AS evening_id`),
  ];
}

function retimed({ scope, rows }: Wish, ids: SQL): Statement {
  const { db, schoolId } = scope;
  const of = (column: SQL) => sql`(SELECT ${column} FROM (${rows}) AS w WHERE w.id = ${appointments.id})`;
  const length = sql`(SELECT ec.units * e.slot_seconds * 1000 FROM evenings AS e CROSS JOIN evening_classes AS ec
    ON ec.school_id = e.school_id AND ec.evening_id = e.id AND ec.class_id = ${appointments.classId}
    WHERE e.school_id = ${schoolId} AND e.id = ${appointments.eveningId})`;
  return db
    .update(appointments)
    .set({
      startsAt: of(sql`w.starts_at`),
      endsAt: sql`${of(sql`w.starts_at`)} + ${length}`,
      note: sql`coalesce(${of(sql`w.note`)}, ${appointments.note})`,
    })
    .where(and(eq(appointments.schoolId, schoolId), sql`${appointments.id} IN (${ids})`));
}

/**
 * The records say that classes have other teachers: their booked appointments that haven't begun follow them, where the new teachers are
 * free at the time. An appointment that can't follow keeps its teachers, who see it still, and is flagged for the office. Put it after the
 * change of the records, in its batch.
 */
export function teachersFollowed(scope: GivenScope): Statement[] {
  const { schoolId } = scope;
  const { statement, ids } = marked(scope, "appointment.teachers_changed", followers(scope));
  return [
    statement,
    timesFreed(scope, timesOf(scope, ids)),
    timeReleased(scope, ids),
    ...teachersTaken(scope, ids),
    teachersGiven(scope, ids),
    ...timeClaimed(scope, ids),
    ...roomsNoticed(scope, ids),
    bookingsChangedMail(
      scope,
      sql`SELECT DISTINCT a.guardian_id, a.evening_id FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.id IN (${ids})`,
    ),
    ...flagsRenewed(scope),
  ];
}

/**
 * Appointments whose class has other teachers than they, all of them free at the time, and none that is new to them wanted then by another,
 * in whatever evening. (A teacher whom an appointment has already is busy for every other.) Not those about which the office has decided,
 * unless a teacher of theirs has left.
 */
function followers(scope: GivenScope): SQL {
  const { schoolId, now } = scope;
  const taught = sql`SELECT ct.teacher_id FROM class_teachers AS ct WHERE ct.school_id = a.school_id AND ct.class_id = a.class_id`;
  const has = sql`SELECT t.teacher_id FROM appointment_teachers AS t WHERE t.school_id = a.school_id AND t.appointment_id = a.id`;
  const busy = sql`SELECT 1 FROM claims AS c WHERE c.school_id = a.school_id AND c.person_id IN (${taught})
    AND c.unit_at >= a.starts_at AND c.unit_at < a.ends_at AND c.appointment_id IS NOT a.id
    AND (c.held_until IS NULL OR c.held_until > ${now})`;
  const rival = sql`SELECT 1 FROM appointments AS o CROSS JOIN class_teachers AS wanted
      ON wanted.school_id = o.school_id AND wanted.class_id = o.class_id
    WHERE o.school_id = a.school_id AND o.evening_id IN (SELECT id FROM evenings WHERE school_id = ${schoolId} AND ends_at > ${now})
      AND o.state = 'booked' AND o.id < a.id AND o.starts_at < a.ends_at AND a.starts_at < o.ends_at
      AND wanted.teacher_id IN (${taught}) AND wanted.teacher_id NOT IN (${has})`;
  return sql`SELECT a.id FROM evenings AS e CROSS JOIN appointments AS a
      ON a.school_id = e.school_id AND a.evening_id = e.id AND a.state = 'booked'
    WHERE e.school_id = ${schoolId} AND e.ends_at > ${now} AND a.starts_at > ${now} AND EXISTS (${taught})
      AND EXISTS (SELECT 1 FROM (${taught}) WHERE teacher_id NOT IN (${has}) UNION ALL
        SELECT 1 FROM (${has}) WHERE teacher_id NOT IN (${taught}))
      AND (NOT ${isDecided(scope)} OR EXISTS (SELECT 1 FROM people AS p WHERE p.school_id = a.school_id AND p.id IN (${has})
        AND p.ended_at IS NOT NULL))
      AND NOT EXISTS (${busy}) AND NOT EXISTS (${rival})`;
}
