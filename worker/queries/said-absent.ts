import { sql } from "drizzle-orm";
import type { EveningId, TeacherId } from "../db/ids.ts";
import type { Scope } from "../db/scope.ts";
import { mayBookRow } from "../rules/booking/may-book.ts";
import { fullName, studentName } from "../rules/names.ts";

/** A guardian who has said that they can't attend an evening, and those of their students whom a teacher would have met. */
export type SaidAbsent = { guardian: string; students: string[] };

/** Whom a teacher need not expect in an evening, by name. */
export async function readSaidAbsent(scope: Scope, eveningId: EveningId, teacherId: TeacherId): Promise<SaidAbsent[]> {
  const { db, schoolId } = scope;
  type Row = { id: string; title: string; forename: string; surname: string; child: string; family: string };
  const rows = await db.all<Row>(
    sql`SELECT DISTINCT p.id, p.title, p.forename, p.surname, s.id AS student_id, s.forename AS child, s.surname AS family
      FROM absences AS ab
      CROSS JOIN people AS p ON p.school_id = ab.school_id AND p.id = ab.guardian_id
      CROSS JOIN guardianships AS g ON g.school_id = ab.school_id AND g.guardian_id = ab.guardian_id AND ${mayBookRow("g")}
      CROSS JOIN students AS s ON s.school_id = g.school_id AND s.id = g.student_id
      CROSS JOIN enrolments AS en ON en.school_id = g.school_id AND en.student_id = g.student_id
      CROSS JOIN evening_classes AS ec ON ec.school_id = en.school_id AND ec.evening_id = ab.evening_id AND ec.class_id = en.class_id
      CROSS JOIN class_teachers AS ct ON ct.school_id = ec.school_id AND ct.class_id = ec.class_id AND ct.teacher_id = ${teacherId}
      WHERE ab.school_id = ${schoolId} AND ab.evening_id = ${eveningId}
      ORDER BY p.surname, p.forename, p.id, s.forename`,
  );
  const found = new Map<string, SaidAbsent>();
  for (const { id, child, family, ...person } of rows) {
    const known = found.get(id) ?? { guardian: fullName({ ...person, role: "guardian" }), students: [] };
    known.students.push(studentName({ forename: child, surname: family }));
    found.set(id, known);
  }
  return [...found.values()];
}
