import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { claims, waiting } from "../db/schema.ts";
import { noteFreed } from "./freed-times.ts";

/** The statements that end a place in line and let go of what is held for it; on a place that is over they do nothing. */
export function endPlaceStatements(
  db: Database,
  schoolId: string,
  place: { id: string; eveningId: string; teacherIds: readonly string[] },
  now: number,
) {
  const { id, eveningId, teacherIds } = place;
  const left = sql`(SELECT w.id FROM waiting AS w WHERE w.school_id = ${schoolId} AND w.id = ${id} AND w.state = 'left')`;
  return [
    db
      .update(waiting)
      .set({ state: "left" })
      .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, id), inArray(waiting.state, ["waiting", "offered"]))),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), sql`${claims.proposalId} IN ${left}`)),
    noteFreed(db, schoolId, { eveningId, teacherIds }, now),
  ] as const;
}
