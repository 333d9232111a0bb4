import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { mayBookRow } from "../rules/booking/may-book.ts";
import { proposalsLetGo } from "./proposals.ts";
import { waitlistEntriesEnded } from "./waitlist-entries-ended.ts";

/**
 * Guardians can no longer book classes of students: the guardian may not book for the student, the student is not in the class, the class
 * takes no part in the evening, or nobody teaches it. Nobody waits for such a class any more, and proposals that hold a time for one are let go. What is booked
 * stays. Put it after the change of the records or of the evening, in its batch.
 */
export function bookableClassesLost(scope: Scope): Statement[] {
  const { schoolId, now } = scope;
  const toCome = sql`SELECT e.id FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.ends_at > ${now}`;
  const waits = sql`SELECT w.id FROM waiting AS w WHERE w.school_id = ${schoolId} AND w.evening_id IN (${toCome})
    AND w.state IN ('waiting', 'offered') AND NOT ${isBookable("w", sql`w.student_id`, sql`w.class_id`)}`;
  const holds = sql`SELECT p.id FROM proposals AS p WHERE p.school_id = ${schoolId} AND p.state = 'held' AND EXISTS (
    SELECT 1 FROM json_each(p.plan) AS one WHERE NOT ${isBookable("p", sql`one.value ->> 'studentId'`, sql`one.value ->> 'classId'`)})`;
  return [...waitlistEntriesEnded(scope, waits), ...proposalsLetGo(scope, holds)];
}

/** Whether the guardian of a row (`of`: its alias) can book this class of this student in the row's evening. */
function isBookable(of: "w" | "p", studentId: SQL, classId: SQL): SQL {
  const row = sql.raw(of);
  return sql`EXISTS (SELECT 1 FROM guardianships AS g
    CROSS JOIN enrolments AS en ON en.school_id = g.school_id AND en.class_id = ${classId} AND en.student_id = g.student_id
    CROSS JOIN evening_classes AS ec ON ec.school_id = g.school_id AND ec.evening_id = ${row}.evening_id AND ec.class_id = en.class_id
    WHERE g.school_id = ${row}.school_id AND g.guardian_id = ${row}.guardian_id AND g.student_id = ${studentId} AND ${mayBookRow("g")}
      AND EXISTS (SELECT 1 FROM class_teachers AS ct WHERE ct.school_id = en.school_id AND ct.class_id = en.class_id))`;
}
