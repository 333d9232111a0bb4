import { and, eq } from "drizzle-orm";
import { classesSet, type TakingPart } from "../../changes/evenings.ts";
import { commit } from "../../db/guard.ts";
import type { ClassId, EveningId } from "../../db/ids.ts";
import { eveningClasses } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

/** The longest appointment, in slots. */
export const MOST_CLASS_UNITS = 6;

/**
 * Sets which classes take part in an evening and how many slots their appointments are long; what is booked keeps its length. A class with
 * a booked appointment stays, whatever is asked: the ids of those are returned. `grid-conflict`: nothing was changed, because somebody would be
 * in another published evening at the time, on a grid that doesn't fit.
 */
export async function setTakingPart(
  scope: Scope,
  eveningId: EveningId,
  wanted: TakingPart[],
): Promise<ClassId[] | "grid-conflict"> {
  const { db, schoolId } = scope;
  if ((await commit(db, classesSet(scope, eveningId, wanted))) !== null) return "grid-conflict";
  const left = await db
    .select({ classId: eveningClasses.classId })
    .from(eveningClasses)
    .where(and(eq(eveningClasses.schoolId, schoolId), eq(eveningClasses.eveningId, eveningId)));
  const asked = new Set(wanted.map((one) => one.classId));
  return left.map((row) => row.classId).filter((id) => !asked.has(id));
}
