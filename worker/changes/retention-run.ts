import { and, eq, lt, ne, or, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import {
  absences,
  appointmentMarks,
  appointments,
  evenings,
  invites,
  proposals,
  rateLimits,
  schools,
  sessions,
  signInLinks,
  teacherNotes,
  waiting,
} from "../db/schema.ts";
import type { Deps } from "../http/context.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * Keeps the promise of the invitation: a guest's name and address are forgotten when the school's retention time after the evening is
 * over. The row itself stays, without them, so that the consent still says who agreed to what. So are guardians' messages to teachers, teachers' notes and marks,
 * their places on waiting lists, what they asked the automatic booking for, and that they could not come. Expired sign-in links and sessions
 * and old counters go as well. Idempotent; safe to run at any time.
 */
export async function forgetOldDetails(deps: Deps): Promise<void> {
  const { db } = deps;
  const now = deps.clock();
  const overdue = db
    .select({ schoolId: evenings.schoolId, id: evenings.id })
    .from(evenings)
    .innerJoin(schools, eq(schools.id, evenings.schoolId))
    .where(sql`${evenings.endsAt} + ${schools.retentionDays} * ${DAY_MS} < ${now}`);
  // An evening's id is its school's own: forms make them, so that another school may have the same.
  const isOverdue = (table: { schoolId: SQLiteColumn; eveningId: SQLiteColumn }) =>
    sql`(${table.schoolId}, ${table.eveningId}) IN ${overdue}`;
  await db.batch([
    db
      .update(invites)
      .set({ name: "", email: "" })
      .where(and(or(ne(invites.name, ""), ne(invites.email, "")), isOverdue(invites))),
    db
      .update(appointments)
      .set({ note: "" })
      .where(and(ne(appointments.note, ""), isOverdue(appointments))),
    db.delete(teacherNotes).where(isOverdue(teacherNotes)),
    db.delete(appointmentMarks).where(isOverdue(appointmentMarks)),
    db.delete(waiting).where(isOverdue(waiting)),
    db.delete(proposals).where(isOverdue(proposals)),
    db.delete(absences).where(isOverdue(absences)),
    db.delete(signInLinks).where(lt(signInLinks.expiresAt, now - DAY_MS)),
    db.delete(sessions).where(lt(sessions.expiresAt, now)),
    // The longest window is a day: one that is still counting has begun no earlier.
    db.delete(rateLimits).where(lt(rateLimits.windowAt, now - DAY_MS)),
  ]);
}
