import { and, eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { guardStatement } from "../db/guard.ts";
import type { EveningId } from "../db/ids.ts";
import {
  absences,
  appointmentFlags,
  appointmentMarks,
  appointments,
  appointmentTeachers,
  claims,
  consents,
  eveningClasses,
  eveningMailings,
  evenings,
  formerTeachers,
  freedTimes,
  inviteStudents,
  invites,
  proposals,
  teacherBreaks,
  teacherNotes,
  waiting,
} from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited } from "./audit.ts";
import { roomsNoticed } from "./room-notices.ts";

/** On the trail of the school itself: a step of its checklist is done by it. */
export const SCHOOL_REHEARSED = "school.rehearsed";

/**
 * A rehearsal is over: what was booked in it is cancelled, its calls end, its waitlist and its guests are gone, and it is a draft again.
 * Refused as `changed` where it is no rehearsal.
 */
export function rehearsalTakenBack(scope: Scope, eveningId: EveningId): Statement[] {
  const { db, schoolId } = scope;
  const ofIt = (table: OfEvening) => and(eq(table.schoolId, schoolId), eq(table.eveningId, eveningId));
  const booked = sql`SELECT id FROM appointments WHERE school_id = ${schoolId} AND evening_id = ${eveningId} AND state = 'booked'`;
  return [
    guardStatement(db, [
      { name: "changed", broken: sql`NOT EXISTS (${eveningRow(scope, eveningId)} AND e.rehearsal = 1)` },
    ]),
    // First, while it can be seen what is booked.
    ...roomsNoticed(scope, booked),
    db.update(appointments).set({ state: "cancelled" }).where(ofIt(appointments)),
    db.delete(claims).where(ofIt(claims)),
    db.delete(freedTimes).where(ofIt(freedTimes)),
    db.delete(waiting).where(ofIt(waiting)),
    db.delete(proposals).where(ofIt(proposals)),
    db.delete(appointmentFlags).where(ofIt(appointmentFlags)),
    db.update(inviteStudents).set({ live: false }).where(ofIt(inviteStudents)),
    db
      .update(invites)
      .set({ state: "removed", removedBecause: "school", removedAt: scope.now, version: sql`${invites.version} + 1` })
      .where(and(ofIt(invites), eq(invites.state, "sent"))),
    db
      .update(evenings)
      .set({ state: "draft" })
      .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId))),
    audited(scope, "evening.rehearsal_over", eveningId),
    audited(scope, SCHOOL_REHEARSED, schoolId),
  ];
}

/**
 * A draft is thrown away, with all that a rehearsal has left in it; what is published stays: refused as `changed`. Refused as `calls-open`
 * while rooms have still to hear that their appointments are cancelled. Doing it twice is harmless.
 */
export function draftDeleted(scope: Scope, eveningId: EveningId): Statement[] {
  const { db, schoolId } = scope;
  const theirs = sql`SELECT id FROM appointments WHERE school_id = ${schoolId} AND evening_id = ${eveningId}`;
  const untold = sql`EXISTS (SELECT 1 FROM room_notices AS n WHERE n.school_id = ${schoolId} AND n.appointment_id IN (${theirs}))`;
  const ofThem = (table: OfAppointment) =>
    db.delete(table).where(and(eq(table.schoolId, schoolId), sql`${table.appointmentId} IN (${theirs})`));
  const ofIt = (table: OfEvening) =>
    db.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.eveningId, eveningId)));
  return [
    guardStatement(db, [
      { name: "changed", broken: sql`EXISTS (${eveningRow(scope, eveningId)} AND e.state <> 'draft')` },
      { name: "calls-open", broken: untold },
    ]),
    ...[appointmentTeachers, formerTeachers].map(ofThem),
    ...[appointmentFlags, appointmentMarks, teacherNotes, appointments].map(ofIt),
    ...[consents, inviteStudents, invites].map(ofIt),
    ...[freedTimes, waiting, proposals, absences, claims].map(ofIt),
    ...[eveningMailings, eveningClasses, teacherBreaks].map(ofIt),
    db.delete(evenings).where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId))),
    audited(scope, "evening.draft_deleted", eveningId),
  ];
}

type OfEvening = SQLiteTable & { schoolId: SQLiteColumn; eveningId: SQLiteColumn };
type OfAppointment = SQLiteTable & { schoolId: SQLiteColumn; appointmentId: SQLiteColumn };

function eveningRow({ schoolId }: Scope, eveningId: EveningId): SQL {
  return sql`SELECT 1 FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.id = ${eveningId}`;
}
