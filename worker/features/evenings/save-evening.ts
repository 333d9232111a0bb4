import { and, eq, type SQL, sql } from "drizzle-orm";
import { auditStatement } from "../../changes/audit.ts";
import { noticeStatements } from "../../changes/room-notices.ts";
import type { Database } from "../../db/client.ts";
import { appointments, eveningClasses, evenings, teacherBreaks } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import type { EveningSettings } from "./evening-form.ts";

/** Makes a draft with the id that the form carries: sent twice, it is one. */
export async function createEvening(scope: Scope, eveningId: string, settings: EveningSettings): Promise<void> {
  const { db, schoolId, actor, now } = scope;
  await db.batch([
    db
      .insert(evenings)
      .values({ ...settings, schoolId, id: eveningId, state: "draft", createdAt: now })
      .onConflictDoNothing(),
    auditStatement(scope, { actor, action: "evening.created", object: eveningId }),
  ]);
}

/** `changed`: it was published or closed since the form was shown. `doubled`: guardians who are to come together have one class twice. */
export type Saved = "saved" | "changed" | "doubled";

/**
 * Changes an evening that is still in the `state` that the form was shown for. Whether guardians come together is copied into its booked
 * appointments in the same batch, and their rooms get a notice where the calls now end otherwise (deliver it after); where two of them have the same class, the index refuses and nothing changes.
 */
export async function saveEvening(
  scope: Scope,
  eveningId: string,
  settings: EveningSettings,
  state: "draft" | "published",
): Promise<Saved> {
  const { db, schoolId, actor, now } = scope;
  const together = sql`(SELECT e.together FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.id = ${eveningId})`;
  try {
    const [, , changed] = await db.batch([
      // First, while it can be seen what changes: rooms that are open hear when they must end.
      ...noticeStatements(scope, endsOtherwise(schoolId, eveningId, settings, state)),
      db
        .update(evenings)
        .set(settings)
        .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId), eq(evenings.state, state)))
        .returning({ id: evenings.id }),
      db
        .update(appointments)
        .set({ together })
        .where(
          and(
            eq(appointments.schoolId, schoolId),
            eq(appointments.eveningId, eveningId),
            eq(appointments.state, "booked"),
            sql`${appointments.together} <> ${together}`,
          ),
        ),
      auditStatement(scope, { actor, action: "evening.changed", object: eveningId }),
    ]);
    return changed.length > 0 ? "saved" : "changed";
  } catch (error) {
    if (isDoubled(error)) return "doubled";
    throw error;
  }
}

/** What is booked of an evening that from now on ends its calls in another way. */
function endsOtherwise(schoolId: string, eveningId: string, { ending }: EveningSettings, state: string): SQL {
  return sql`SELECT a.id FROM evenings AS e
    JOIN appointments AS a ON a.school_id = e.school_id AND a.evening_id = e.id AND a.state = 'booked'
    WHERE e.school_id = ${schoolId} AND e.id = ${eveningId} AND e.state = ${state} AND e.ending <> ${ending}`;
}

/** Closes booking now; the evening itself goes on. */
export async function closeBooking(scope: Scope, eveningId: string): Promise<void> {
  const { db, schoolId, actor, now } = scope;
  await db.batch([
    db
      .update(evenings)
      .set({ bookingClosesAt: now })
      .where(
        and(
          eq(evenings.schoolId, schoolId),
          eq(evenings.id, eveningId),
          eq(evenings.state, "published"),
          sql`${evenings.bookingClosesAt} > ${now}`,
        ),
      ),
    auditStatement(scope, { actor, action: "evening.booking_closed", object: eveningId }),
  ]);
}

/** Throws a draft away; what is published stays. */
export async function deleteDraft(scope: Scope, eveningId: string): Promise<void> {
  const { db, schoolId, actor } = scope;
  const isDraft = sql`EXISTS (SELECT 1 FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.id = ${eveningId} AND e.state = 'draft')`;
  await db.batch([
    db
      .delete(eveningClasses)
      .where(and(eq(eveningClasses.schoolId, schoolId), eq(eveningClasses.eveningId, eveningId), isDraft)),
    db
      .delete(teacherBreaks)
      .where(and(eq(teacherBreaks.schoolId, schoolId), eq(teacherBreaks.eveningId, eveningId), isDraft)),
    db
      .delete(evenings)
      .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId), eq(evenings.state, "draft"))),
    auditStatement(scope, { actor, action: "evening.draft_deleted", object: eveningId }),
  ]);
}

function isDoubled(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at.message.includes("UNIQUE constraint failed: appointments.")) return true;
  return false;
}
