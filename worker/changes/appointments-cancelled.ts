import { and, eq, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { AppointmentId, EveningId, GuardianId } from "../db/ids.ts";
import { appointments } from "../db/schema.ts";
import type { GivenScope, Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { tooLate } from "../rules/booking/lead-time.ts";
import { windowClosed } from "../rules/booking/window.ts";
import { flagsTaken } from "./appointment-flags.ts";
import { timeReleased } from "./appointment-people.ts";
import { audited, auditedEach } from "./audit.ts";
import { bookingsChangedMail } from "./enqueue-mail.ts";
import { timesFreed, timesOf } from "./freed-times.ts";
import { roomsNoticed } from "./room-notices.ts";

export type OwnAppointmentId = { guardianId: GuardianId; eveningId: EveningId; appointmentId: AppointmentId };

/** A guardian gives a time back. Refused as `unknown`, `not-open` or `late`; again is the same as once. */
export function appointmentGivenBack(scope: Scope, of: OwnAppointmentId): Statement[] {
  const { db, schoolId, now } = scope;
  const { guardianId, eveningId, appointmentId } = of;
  const from = sql`(SELECT 1) LEFT JOIN appointments AS mine ON mine.school_id = ${schoolId} AND mine.id = ${appointmentId}
      AND mine.guardian_id = ${guardianId} AND mine.evening_id = ${eveningId}
    LEFT JOIN evenings ON evenings.school_id = ${schoolId} AND evenings.id = ${eveningId}`;
  const rules = [
    { name: "unknown", broken: sql`mine.id IS NULL OR evenings.id IS NULL` },
    { name: "done", broken: sql`mine.state = 'cancelled'` },
    { name: "not-open", broken: windowClosed(scope, guardianId) },
    { name: "late", broken: tooLate(sql`mine.starts_at`, now) },
  ];
  return [
    guardStatement(db, rules, from),
    ...appointmentsCancelled(
      scope,
      sql`SELECT id FROM appointments WHERE school_id = ${schoolId} AND id = ${appointmentId} AND state = 'booked'`,
    ),
    audited(scope, "appointment.cancelled", appointmentId),
  ];
}

/** The records, or the school's choice of who may book, take appointments away: a query for the ids of booked ones. */
export function appointmentsWithdrawn(scope: GivenScope, ids: SQL): Statement[] {
  return [auditedEach(scope, "appointment.no_longer_allowed", ids), ...appointmentsCancelled(scope, ids)];
}

/**
 * What follows when appointments are cancelled: everybody's time is free with the same commit, the waitlist is offered it, rooms and
 * staff's pages are told, and the families, their guests and the teachers get mail. `ids`: a query for booked ones, which may say so by
 * their state, since that changes last.
 */
export function appointmentsCancelled(scope: GivenScope, ids: SQL): Statement[] {
  const { db, schoolId } = scope;
  const those = sql`SELECT DISTINCT a.guardian_id, a.evening_id FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.id IN (${ids})`;
  return [
    timesFreed(scope, timesOf(scope, ids)),
    bookingsChangedMail(scope, those),
    ...roomsNoticed(scope, ids),
    timeReleased(scope, ids),
    flagsTaken(scope, ids),
    db
      .update(appointments)
      .set({ state: "cancelled" })
      .where(and(eq(appointments.schoolId, schoolId), sql`${appointments.id} IN (${ids})`)),
  ];
}
