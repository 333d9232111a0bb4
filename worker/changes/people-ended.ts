import { and, eq, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import { classTeachers, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { MOST_OVERRUN_MS } from "../rules/overrun.ts";
import { flagsRenewed } from "./appointment-flags.ts";
import { teachersFollowed } from "./appointments-moved.ts";
import { marked } from "./marked.ts";
import { roomsNoticed } from "./room-notices.ts";
import { whoMayBookChanged } from "./school-settings.ts";
import { lastAdminAmong } from "./staff.ts";
import { calendarsRevoked, waysInEnded } from "./ways-in-ended.ts";

/** Who says that somebody has left: what the office said, imports leave alone; whom an import ended, a later one brings back. */
export type EndedBy = "office" | "import";

/**
 * People have left, a query for their ids: nothing lets them in any more, they are out of open calls, teach no class, and their open
 * appointments are flagged for the office, but for those that another teacher of the class takes over. Refused as `last-admin` where the
 * school would have nobody left who can do everything.
 */
export function peopleEnded(scope: Scope, personIds: SQL, by: EndedBy = "office"): Statement[] {
  return [
    guardStatement(scope.db, [{ name: "last-admin", broken: lastAdminAmong(scope, personIds) }]),
    ...peopleGone(scope, personIds, by),
    ...whoMayBookChanged(scope),
    ...teachersFollowed(scope),
  ];
}

/** Students have left, a query for their ids: nobody books for them, waits for them or brings a guest, and what is booked is flagged. */
export function studentsEnded(scope: Scope, studentIds: SQL, by: EndedBy = "office"): Statement[] {
  return [...studentsGone(scope, studentIds, by), ...whoMayBookChanged(scope), ...flagsRenewed(scope)];
}

/** People who had left are here again, a query for their ids: they may sign in. What ended with them stays ended. */
export function peopleBack(scope: Scope, personIds: SQL): Statement[] {
  return [...peopleReturned(scope, personIds), ...whoMayBookChanged(scope), ...flagsRenewed(scope)];
}

/** Students who had left are here again, a query for their ids: their guardians may book for them. */
export function studentsBack(scope: Scope, studentIds: SQL): Statement[] {
  return [...studentsReturned(scope, studentIds), ...whoMayBookChanged(scope), ...flagsRenewed(scope)];
}

/** The first part of `peopleEnded`, for a batch that changes more records: who may book and whom appointments follow comes after it. */
export function peopleGone(scope: Scope, personIds: SQL, by: EndedBy): Statement[] {
  const { db, schoolId, now } = scope;
  const here = sql`SELECT p.id FROM people AS p WHERE p.school_id = ${schoolId} AND p.id IN (${personIds}) AND p.ended_at IS NULL`;
  const { statement, ids } = marked(scope, "person.ended", here);
  return [
    statement,
    ...roomsNoticed(scope, appointmentsWith(scope, ids)),
    ...waysInEnded(scope, ids),
    calendarsRevoked(scope, ids),
    db
      .delete(classTeachers)
      .where(and(eq(classTeachers.schoolId, schoolId), sql`${classTeachers.teacherId} IN (${ids})`)),
    db
      .update(people)
      .set({ endedAt: now, ...(by === "office" && { corrected: withEnd(sql`${people.corrected}`) }) })
      .where(and(eq(people.schoolId, schoolId), sql`${people.id} IN (${ids})`)),
  ];
}

/** The first part of `studentsEnded`. */
export function studentsGone(scope: Scope, studentIds: SQL, by: EndedBy): Statement[] {
  const { db, schoolId, now } = scope;
  const here = sql`SELECT s.id FROM students AS s WHERE s.school_id = ${schoolId} AND s.id IN (${studentIds}) AND s.ended_at IS NULL`;
  const { statement, ids } = marked(scope, "student.ended", here);
  return [
    statement,
    ...roomsNoticed(scope, appointmentsAbout(scope, ids)),
    db
      .update(students)
      .set({ endedAt: now, ...(by === "office" && { corrected: withEnd(sql`${students.corrected}`) }) })
      .where(and(eq(students.schoolId, schoolId), sql`${students.id} IN (${ids})`)),
  ];
}

/** The first part of `peopleBack`. */
export function peopleReturned(scope: Scope, personIds: SQL): Statement[] {
  const { db, schoolId } = scope;
  const gone = sql`SELECT p.id FROM people AS p WHERE p.school_id = ${schoolId} AND p.id IN (${personIds}) AND p.ended_at IS NOT NULL`;
  const { statement, ids } = marked(scope, "person.back", gone);
  return [
    statement,
    // Whatever was made for them at the very moment in which they left.
    ...waysInEnded(scope, ids),
    db
      .update(people)
      .set({ endedAt: null, corrected: withoutEnd(sql`${people.corrected}`) })
      .where(and(eq(people.schoolId, schoolId), sql`${people.id} IN (${ids})`)),
    ...roomsNoticed(scope, appointmentsWith(scope, ids)),
  ];
}

/** The first part of `studentsBack`. */
export function studentsReturned(scope: Scope, studentIds: SQL): Statement[] {
  const { db, schoolId } = scope;
  const gone = sql`SELECT s.id FROM students AS s WHERE s.school_id = ${schoolId} AND s.id IN (${studentIds}) AND s.ended_at IS NOT NULL`;
  const { statement, ids } = marked(scope, "student.back", gone);
  return [
    statement,
    ...roomsNoticed(scope, appointmentsAbout(scope, ids)),
    db
      .update(students)
      .set({ endedAt: null, corrected: withoutEnd(sql`${students.corrected}`) })
      .where(and(eq(students.schoolId, schoolId), sql`${students.id} IN (${ids})`)),
  ];
}

/** The booked appointments of people, teachers or guardians, whose calls are not over: a query for their ids. */
function appointmentsWith({ schoolId, now }: Scope, ids: SQL): SQL {
  return sql`SELECT a.id FROM evenings AS e CROSS JOIN appointments AS a
      ON a.school_id = e.school_id AND a.evening_id = e.id AND a.state = 'booked'
    WHERE e.school_id = ${schoolId} AND e.ends_at > ${now - MOST_OVERRUN_MS} AND (a.guardian_id IN (${ids})
      OR EXISTS (SELECT 1 FROM appointment_teachers AS t WHERE t.school_id = a.school_id AND t.appointment_id = a.id
        AND t.teacher_id IN (${ids})))`;
}

/** The same of those about students. */
function appointmentsAbout({ schoolId, now }: Scope, ids: SQL): SQL {
  return sql`SELECT a.id FROM evenings AS e CROSS JOIN appointments AS a
      ON a.school_id = e.school_id AND a.evening_id = e.id AND a.state = 'booked'
    WHERE e.school_id = ${schoolId} AND e.ends_at > ${now - MOST_OVERRUN_MS} AND a.student_id IN (${ids})`;
}

function withEnd(corrected: SQL): SQL {
  return sql`json_insert(${withoutEnd(corrected)}, '$[#]', 'endedAt')`;
}

function withoutEnd(corrected: SQL): SQL {
  return sql`(SELECT json_group_array(one.value) FROM json_each(${corrected}) AS one WHERE one.value <> 'endedAt')`;
}
