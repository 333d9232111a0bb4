import { and, eq, sql } from "drizzle-orm";
import { type GuardRule, guardStatement } from "../db/guard.ts";
import type { AppointmentId, TeacherId } from "../db/ids.ts";
import { appointmentTeachers, formerTeachers } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { DECIDED, flagsTaken } from "./appointment-flags.ts";
import { timeClaimed, timeReleased } from "./appointment-people.ts";
import { appointmentsCancelled } from "./appointments-cancelled.ts";
import { audited } from "./audit.ts";
import { bookingsChangedMail } from "./enqueue-mail.ts";
import { timesFreed, timesOf } from "./freed-times.ts";
import { roomsNoticed } from "./room-notices.ts";

/**
 * The office hands a flagged appointment over to another teacher, who has it alone then. Refused as `not-flagged` where somebody has decided
 * meanwhile, as `over` where it has ended, as `unknown` where no such teacher is at the school, as `taken` where they aren't free at the time.
 */
export function appointmentHandedOver(scope: Scope, appointmentId: AppointmentId, teacherId: TeacherId): Statement[] {
  const { db, schoolId } = scope;
  const ids = sql`SELECT id FROM appointments WHERE school_id = ${schoolId} AND id = ${appointmentId}`;
  const family = sql`SELECT a.guardian_id, a.evening_id FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.id = ${appointmentId}`;
  return [
    guardStatement(db, rulesOfHandOver(scope, teacherId), flagged(scope, appointmentId)),
    timesFreed(scope, timesOf(scope, ids)),
    timeReleased(scope, ids),
    db
      .insert(formerTeachers)
      .select(
        sql`SELECT t.school_id, t.teacher_id, t.appointment_id FROM appointment_teachers AS t
          WHERE t.school_id = ${schoolId} AND t.appointment_id = ${appointmentId} AND t.teacher_id <> ${teacherId}`,
      )
      .onConflictDoNothing(),
    db
      .delete(appointmentTeachers)
      .where(and(eq(appointmentTeachers.schoolId, schoolId), eq(appointmentTeachers.appointmentId, appointmentId))),
    db.insert(appointmentTeachers).values({ schoolId, appointmentId, teacherId, position: 0 }),
    ...timeClaimed(scope, ids),
    ...roomsNoticed(scope, ids),
    flagsTaken(scope, ids),
    bookingsChangedMail(scope, family),
    audited(scope, DECIDED.handedOver, appointmentId),
  ];
}

function rulesOfHandOver({ schoolId, now }: Scope, teacherId: TeacherId): GuardRule[] {
  const teaches = sql`EXISTS (SELECT 1 FROM people AS p WHERE p.school_id = ${schoolId} AND p.id = ${teacherId}
    AND p.role = 'teacher' AND p.ended_at IS NULL)`;
  // By the grid of each claim's own evening, which may be another.
  const busy = sql`EXISTS (SELECT 1 FROM claims AS c CROSS JOIN evenings AS e ON e.school_id = c.school_id AND e.id = c.evening_id
    WHERE c.school_id = ${schoolId} AND c.person_id = ${teacherId} AND c.appointment_id IS NOT a.id
      AND c.unit_at < a.ends_at AND c.unit_at + e.slot_seconds * 1000 > a.starts_at
      AND (c.held_until IS NULL OR c.held_until > ${now}))`;
  return [
    { name: "not-flagged", broken: sql`f.appointment_id IS NULL` },
    { name: "over", broken: sql`a.ends_at <= ${now}` },
    { name: "unknown", broken: sql`NOT ${teaches}` },
    { name: "taken", broken: busy },
  ];
}

/** The office cancels a flagged appointment. Refused as `not-flagged`. */
export function appointmentCalledOff(scope: Scope, appointmentId: AppointmentId): Statement[] {
  const { db, schoolId } = scope;
  const ids = sql`SELECT id FROM appointments WHERE school_id = ${schoolId} AND id = ${appointmentId} AND state = 'booked'`;
  return [
    guardStatement(db, [{ name: "not-flagged", broken: sql`f.appointment_id IS NULL` }], flagged(scope, appointmentId)),
    ...appointmentsCancelled(scope, ids),
    audited(scope, "appointment.called_off", appointmentId),
  ];
}

/**
 * The office leaves an appointment with its teachers, who are still at the school, though its class has others by now. Refused as `not-flagged`,
 * and as `left` where somebody of it has left.
 */
export function appointmentKept(scope: Scope, appointmentId: AppointmentId): Statement[] {
  const { db } = scope;
  const rules = [
    { name: "not-flagged", broken: sql`f.appointment_id IS NULL` },
    { name: "left", broken: sql`f.because <> 'class_teachers_changed'` },
  ];
  return [
    guardStatement(db, rules, flagged(scope, appointmentId)),
    flagsTaken(scope, sql`SELECT ${appointmentId}`),
    audited(scope, DECIDED.kept, appointmentId),
  ];
}

/** What the rules look at: the flag `f` and its appointment `a`, NULL where there is none. */
function flagged({ schoolId }: Scope, appointmentId: AppointmentId) {
  return sql`(SELECT 1) LEFT JOIN appointment_flags AS f ON f.school_id = ${schoolId} AND f.appointment_id = ${appointmentId}
    LEFT JOIN appointments AS a ON a.school_id = f.school_id AND a.id = f.appointment_id AND a.state = 'booked'`;
}
