import { and, asc, eq, or, sql } from "drizzle-orm";
import type { EveningId } from "../../db/ids.ts";
import { enrolments, eveningClasses, guardianships, people, students } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { mayBookRow } from "../../rules/booking/may-book.ts";
import { foldName } from "../../rules/fold.ts";
import { fullName, studentName } from "../../rules/names.ts";

export type FoundGuardian = { id: string; name: string; students: string[] };

const MOST = 20;

/** Guardians with a student in the evening whose own name, or a student's, has what was typed in it; twenty at most. */
export async function findGuardians(scope: Scope, eveningId: EveningId, typed: string): Promise<FoundGuardian[]> {
  const { db, schoolId } = scope;
  const wanted = typed.trim().split(/\s+/).map(foldName).join(" ").trim();
  if (wanted === "") return [];
  const inEvening = sql`EXISTS (SELECT 1 FROM ${enrolments} JOIN ${eveningClasses} ON ${eveningClasses.schoolId} = ${enrolments.schoolId}
    AND ${eveningClasses.classId} = ${enrolments.classId} AND ${eveningClasses.eveningId} = ${eveningId}
    WHERE ${enrolments.schoolId} = ${schoolId} AND ${enrolments.studentId} = ${guardianships.studentId})`;
  const rows = await db
    .select({ guardian: people, student: { forename: students.forename, surname: students.surname } })
    .from(guardianships)
    .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, guardianships.guardianId)))
    .innerJoin(students, and(eq(students.schoolId, schoolId), eq(students.id, guardianships.studentId)))
    .where(
      and(
        eq(guardianships.schoolId, schoolId),
        mayBookRow("guardianships"),
        inEvening,
        or(sql`instr(${people.nameKey}, ${wanted}) > 0`, sql`instr(${students.nameKey}, ${wanted}) > 0`),
      ),
    )
    .orderBy(asc(people.surname), asc(people.forename), asc(people.id), asc(students.externalId))
    .limit(5 * MOST);
  const found = new Map<string, FoundGuardian>();
  for (const { guardian, student } of rows) {
    const known = found.get(guardian.id) ?? { id: guardian.id, name: fullName(guardian), students: [] };
    known.students.push(studentName(student));
    found.set(guardian.id, known);
  }
  return [...found.values()].slice(0, MOST);
}
