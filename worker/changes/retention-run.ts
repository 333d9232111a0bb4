import { and, eq, lt, ne, or, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/client.ts";
import {
  absences,
  appointmentFlags,
  appointmentMarks,
  appointments,
  evenings,
  invites,
  operatorLinks,
  operatorSessions,
  proposals,
  rateLimits,
  schools,
  sessions,
  signInCodes,
  signInLinks,
  teacherNotes,
  waiting,
} from "../db/schema.ts";
import type { Statement } from "../db/statement.ts";
import { isOverdue } from "../rules/retention.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * Keeps the promise of the invitation: a guest's name and address are forgotten when the school's retention time after the evening is
 * over. The row itself stays, without them, so that the consent still says who agreed to what. So are guardians' messages to teachers, teachers' notes and marks,
 * their waitlist entries, what they asked the automatic booking for, and that they could not come. Expired sign-in links and sessions
 * and old counters go as well. Idempotent; safe to run at any time.
 */
export function retentionRun(db: Database, now: number): Statement[] {
  const overdue = db
    .select({ schoolId: evenings.schoolId, id: evenings.id })
    .from(evenings)
    .innerJoin(schools, eq(schools.id, evenings.schoolId))
    .where(isOverdue(now));
  // An evening's id is its school's own: forms make them, so that another school may have the same.
  const isOld = (table: { schoolId: SQLiteColumn; eveningId: SQLiteColumn }) =>
    sql`(${table.schoolId}, ${table.eveningId}) IN ${overdue}`;
  return [
    db
      .update(invites)
      .set({ name: "", email: "", nameKey: "", emailKey: "" })
      .where(and(or(ne(invites.name, ""), ne(invites.email, "")), isOld(invites))),
    db
      .update(appointments)
      .set({ note: "" })
      .where(and(ne(appointments.note, ""), isOld(appointments))),
    db.delete(teacherNotes).where(isOld(teacherNotes)),
    db.delete(appointmentMarks).where(isOld(appointmentMarks)),
    db.delete(waiting).where(isOld(waiting)),
    db.delete(proposals).where(isOld(proposals)),
    db.delete(absences).where(isOld(absences)),
    db.delete(appointmentFlags).where(isOld(appointmentFlags)),
    db.delete(signInCodes).where(lt(signInCodes.expiresAt, now - DAY_MS)),
    db.delete(operatorLinks).where(lt(operatorLinks.expiresAt, now)),
    db.delete(operatorSessions).where(lt(operatorSessions.expiresAt, now)),
    db.delete(signInLinks).where(lt(signInLinks.expiresAt, now - DAY_MS)),
    db.delete(sessions).where(lt(sessions.expiresAt, now)),
    // The longest window is a day: one that is still counting has begun no earlier.
    db.delete(rateLimits).where(lt(rateLimits.windowAt, now - DAY_MS)),
  ];
}
