import { and, eq, type SQL, sql } from "drizzle-orm";
import { auditStatement } from "../../changes/audit.ts";
import type { Database } from "../../db/client.ts";
import { evenings } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { violatedTable } from "../../rules/booking/refusal.ts";
import { type PublishFacts, type PublishFault, publishFaults } from "../../rules/publish-rules.ts";
import { claimBreaks } from "./breaks.ts";

export type Published = { kind: "published" } | { kind: "refused"; faults: PublishFault[] };

/**
 * Shows an evening to guardians and claims the breaks of its teachers. What was read names the reasons against it; that nobody is in
 * another evening on a different grid at the time is decided by the statement itself, so that of two such evenings one is published.
 */
export async function publishEvening(scope: Scope, facts: PublishFacts): Promise<Published> {
  const { db, schoolId, actor, now } = scope;
  const { evening } = facts;
  if (evening.state === "published") return { kind: "published" };
  const faults = publishFaults(facts, now);
  if (faults.length > 0) return { kind: "refused", faults };
  try {
    const [done] = await db.batch([
      db
        .update(evenings)
        .set({ state: "published" })
        .where(
          and(
            eq(evenings.schoolId, schoolId),
            eq(evenings.id, evening.id),
            eq(evenings.state, "draft"),
            sql`NOT EXISTS (${clashingPeople(schoolId, evening.id)})`,
          ),
        )
        .returning({ id: evenings.id }),
      claimBreaks(scope, evening, null),
      auditStatement(scope, { actor, action: "evening.published", object: evening.id }),
    ]);
    return done.length > 0 ? { kind: "published" } : { kind: "refused", faults: [{ kind: "changed" }] };
  } catch (error) {
    if (violatedTable(error) !== "claims") throw error;
    return { kind: "refused", faults: [{ kind: "break-over-booking" }] };
  }
}

/** Who takes part in this evening and in a published one that overlaps it on another grid. */
export async function readClashes(scope: Scope, eveningId: string) {
  const { db, schoolId } = scope;
  return db.all<{ name: string; person_id: string; role: "teacher" | "guardian"; person: string }>(
    clashingPeople(schoolId, eveningId),
  );
}

/**
 * Two grids that don't share their units would let one person's minute be claimed twice. Teachers, and guardians with a child in each: a row for
 * each person and other evening.
 */
export function clashingPeople(schoolId: string, eveningId: string): SQL {
  const taught = (evening: SQL) => sql`SELECT ct.teacher_id FROM evening_classes AS ec
    JOIN class_teachers AS ct ON ct.school_id = ec.school_id AND ct.class_id = ec.class_id
    WHERE ec.school_id = ${schoolId} AND ec.evening_id = ${evening}`;
  const invited = (evening: SQL) => sql`SELECT g.guardian_id FROM evening_classes AS ec
    JOIN enrolments AS en ON en.school_id = ec.school_id AND en.class_id = ec.class_id
    JOIN guardianships AS g ON g.school_id = en.school_id AND g.student_id = en.student_id AND g.may_book = 1
    WHERE ec.school_id = ${schoolId} AND ec.evening_id = ${evening}`;
  return sql`SELECT other.name AS name, p.id AS person_id, p.role AS role, p.title || ' ' || p.surname AS person
    FROM evenings AS this JOIN evenings AS other ON other.school_id = this.school_id AND other.id <> this.id
      AND other.state = 'published' AND other.starts_at < this.ends_at AND this.starts_at < other.ends_at
      AND (other.slot_seconds <> this.slot_seconds OR (other.starts_at - this.starts_at) % (this.slot_seconds * 1000) <> 0)
    JOIN people AS p ON p.school_id = this.school_id
      AND ((p.id IN (${taught(sql`this.id`)}) AND p.id IN (${taught(sql`other.id`)}))
        OR (p.id IN (${invited(sql`this.id`)}) AND p.id IN (${invited(sql`other.id`)})))
    WHERE this.school_id = ${schoolId} AND this.id = ${eveningId}`;
}
