import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Given } from "../db/prepared-batch.ts";
import { claims, waiting } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import { noteFreed } from "./freed-times.ts";

/** The statements that end places in line and let go of what is held for them. `live` is a query for the ids of places that aren't over. */
export function endPlaceStatements(scope: GivenScope, eveningId: Given<string>, live: SQL) {
  const { db, schoolId } = scope;
  const teachers = sql`SELECT ct.teacher_id FROM waiting AS w CROSS JOIN class_teachers AS ct
    ON ct.school_id = w.school_id AND ct.class_id = w.class_id WHERE w.school_id = ${schoolId} AND w.id IN (${live})`;
  return [
    noteFreed(scope, { eveningId, teachers }),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), sql`${claims.proposalId} IN (${live})`)),
    db
      .update(waiting)
      .set({ state: "left" })
      .where(and(eq(waiting.schoolId, schoolId), sql`${waiting.id} IN (${live})`)),
  ] as const;
}

/** One place in line, unless it is over. */
export function livePlace(schoolId: string, id: string): SQL {
  return sql`SELECT id FROM waiting WHERE school_id = ${schoolId} AND id = ${id} AND state IN ('waiting', 'offered')`;
}

type Of = { eveningId: Given<string>; guardianId: Given<string> };

/** Where a guardian is in line for a class, or for those that a query finds: `(student, class)`. */
export function livePlaces(schoolId: Given<string>, { eveningId, guardianId }: Of, classes: SQL): SQL {
  // The states as the index `waiting_once` has them, word for word, so that it serves this query.
  return sql`SELECT id FROM waiting WHERE school_id = ${schoolId} AND evening_id = ${eveningId} AND guardian_id = ${guardianId}
    AND (student_id, class_id) IN ${classes} AND state IN ('waiting', 'offered')`;
}
