import { and, eq, type SQL, sql } from "drizzle-orm";
import { invites } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/**
 * What the office saw when it let guests of these students through counts no more: whatever keeps them away now ends their cover. `studentIds`:
 * a query. Put it before the change of the records, and `coveredStudentsLost` after it.
 */
export function letThroughForgotten({ db, schoolId }: Scope, studentIds: SQL): Statement {
  return db
    .update(invites)
    .set({ heldBecause: null })
    .where(
      and(
        eq(invites.schoolId, schoolId),
        eq(invites.state, "sent"),
        sql`${invites.heldBecause} IS NOT NULL AND ${invites.id} IN (SELECT seat.invite_id FROM invite_students AS seat
          WHERE seat.school_id = ${schoolId} AND seat.live = 1 AND seat.student_id IN (${studentIds}))`,
      ),
    );
}

/**
 * Of guardianships as they are to be, a query with the columns of the table: the students of those that keep a guardian away who was not kept
 * away, or not like that. The office has not seen this.
 */
export function studentsNewlyBarred({ schoolId }: Scope, wanted: SQL): SQL {
  return sql`SELECT new.student_id FROM (${wanted}) AS new WHERE (new.court_order = 1 OR new.parental_responsibility = 0)
    AND NOT EXISTS (SELECT 1 FROM guardianships AS g WHERE g.school_id = ${schoolId} AND g.guardian_id = new.guardian_id
      AND g.student_id = new.student_id AND g.court_order = new.court_order
      AND g.parental_responsibility = new.parental_responsibility)`;
}
