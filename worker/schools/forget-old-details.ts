import { and, eq, inArray, lt, ne, or, sql } from "drizzle-orm";
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
    .select({ id: evenings.id })
    .from(evenings)
    .innerJoin(schools, eq(schools.id, evenings.schoolId))
    .where(sql`${evenings.endsAt} + ${schools.retentionDays} * ${DAY_MS} < ${now}`);
  await db.batch([
    db
      .update(invites)
      .set({ name: "", email: "" })
      .where(and(or(ne(invites.name, ""), ne(invites.email, "")), inArray(invites.eveningId, overdue))),
    db
      .update(appointments)
      .set({ note: "" })
      .where(and(ne(appointments.note, ""), inArray(appointments.eveningId, overdue))),
    db.delete(teacherNotes).where(inArray(teacherNotes.eveningId, overdue)),
    db.delete(appointmentMarks).where(inArray(appointmentMarks.eveningId, overdue)),
    db.delete(waiting).where(inArray(waiting.eveningId, overdue)),
    db.delete(proposals).where(inArray(proposals.eveningId, overdue)),
    db.delete(absences).where(inArray(absences.eveningId, overdue)),
    db.delete(signInLinks).where(lt(signInLinks.expiresAt, now - DAY_MS)),
    db.delete(sessions).where(lt(sessions.expiresAt, now)),
    // The longest window is a day: one that is still counting has begun no earlier.
    db.delete(rateLimits).where(lt(rateLimits.windowAt, now - DAY_MS)),
  ]);
}
