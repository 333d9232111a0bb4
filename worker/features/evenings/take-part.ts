import { and, eq, sql } from "drizzle-orm";
import { auditStatement } from "../../changes/audit.ts";
import type { Database } from "../../db/client.ts";
import { eveningClasses, evenings } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { violatedTable } from "../../rules/booking/refusal.ts";
import { clashingPeople } from "./publish-evening.ts";

export type TakingPart = { classId: string; units: number };

/** The longest appointment, in slots. */
export const MOST_CLASS_UNITS = 6;

/**
 * Sets which classes take part in an evening and how many slots their appointments are long; what is booked keeps its length. A class with
 * a booked appointment stays, whatever is asked: the ids of those are returned. `clash`: nothing was changed, because somebody would be
 * in another published evening at the time, on a grid that doesn't fit.
 */
export async function setTakingPart(
  scope: Scope,
  eveningId: string,
  wanted: TakingPart[],
): Promise<string[] | "clash"> {
  try {
    const left = await write(scope, eveningId, wanted);
    const asked = new Set(wanted.map((one) => one.classId));
    return left.map((row) => row.classId).filter((id) => !asked.has(id));
  } catch (error) {
    if (violatedTable(error) === "evenings") return "clash";
    throw error;
  }
}

async function write(scope: Scope, eveningId: string, wanted: TakingPart[]) {
  const { db, schoolId, actor } = scope;
  const list = JSON.stringify(wanted);
  const [, , , left] = await db.batch([
    db.delete(eveningClasses).where(
      and(
        eq(eveningClasses.schoolId, schoolId),
        eq(eveningClasses.eveningId, eveningId),
        sql`${eveningClasses.classId} NOT IN (SELECT value ->> '$.classId' FROM json_each(${list}))`,
        sql`NOT EXISTS (SELECT 1 FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.evening_id = ${eveningId}
          AND a.class_id = evening_classes.class_id AND a.state = 'booked')`,
      ),
    ),
    db
      .insert(eveningClasses)
      .select(
        // Classes of this school only: the ids come from a form.
        sql`SELECT c.school_id, ${eveningId}, c.id, w.value ->> '$.units' FROM json_each(${list}) AS w
          JOIN classes AS c ON c.school_id = ${schoolId} AND c.id = w.value ->> '$.classId' WHERE true`,
      )
      .onConflictDoUpdate({
        target: [eveningClasses.schoolId, eveningClasses.eveningId, eveningClasses.classId],
        set: { units: sql`excluded.units` },
      }),
    // An assertion at the end of the changes: where it fails, NOT NULL undoes the batch.
    db
      .update(evenings)
      .set({ state: sql`CASE WHEN NOT EXISTS (${clashingPeople(schoolId, eveningId)}) THEN 'published' END` })
      .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId), eq(evenings.state, "published"))),
    db
      .select({ classId: eveningClasses.classId })
      .from(eveningClasses)
      .where(and(eq(eveningClasses.schoolId, schoolId), eq(eveningClasses.eveningId, eveningId))),
    auditStatement(scope, { actor, action: "evening.classes_set", object: eveningId }),
  ]);
  return left;
}
