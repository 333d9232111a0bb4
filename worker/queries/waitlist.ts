import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { ClassId, EveningId, SchoolId, TeacherId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { classes, classTeachers, people, students, waiting } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { fullName, studentName } from "../rules/names.ts";

/** A waitlist entry, as teachers and the office see it. */
export type WaitlistRow = {
  id: string;
  student: string;
  guardian: string;
  subject: string;
  className: string;
  teachers: string[];
  note: string;
  joinedAt: number;
  /** The time that is held for them, and until when. */
  offer: { startsAt: number; until: number } | null;
};

/** Who waits in an evening, first come first; for one teacher's classes where asked. */
export async function readWaitlist(scope: Scope, eveningId: EveningId, teacherId?: TeacherId): Promise<WaitlistRow[]> {
  const { db, schoolId } = scope;
  const guardians = alias(people, "guardian");
  const found = await db
    .select({ entry: waiting, student: students, guardian: guardians, class: classes })
    .from(waiting)
    .innerJoin(students, and(eq(students.schoolId, schoolId), eq(students.id, waiting.studentId)))
    .innerJoin(guardians, and(eq(guardians.schoolId, schoolId), eq(guardians.id, waiting.guardianId)))
    .innerJoin(classes, and(eq(classes.schoolId, schoolId), eq(classes.id, waiting.classId)))
    .where(
      and(
        eq(waiting.schoolId, schoolId),
        eq(waiting.eveningId, eveningId),
        inArray(waiting.state, ["waiting", "offered"]),
        teacherId === undefined ? undefined : taughtBy(schoolId, teacherId),
      ),
    )
    .orderBy(asc(waiting.joinedAt), asc(waiting.id));
  const teachers = await teachersOf(scope, [...new Set(found.map((row) => row.entry.classId))]);
  return found.map(({ entry, student, guardian, class: taught }) => ({
    id: entry.id,
    student: studentName(student),
    guardian: fullName({ ...guardian, role: "guardian" }),
    subject: taught.subject,
    className: taught.code,
    teachers: teachers.get(entry.classId) ?? [],
    note: entry.note,
    joinedAt: entry.joinedAt,
    offer: offerOf(entry),
  }));
}

function offerOf({ state, startsAt, heldUntil }: typeof waiting.$inferSelect): WaitlistRow["offer"] {
  return state === "offered" && startsAt !== null && heldUntil !== null ? { startsAt, until: heldUntil } : null;
}

function taughtBy(schoolId: SchoolId, teacherId: TeacherId): SQL {
  return sql`${waiting.classId} IN (SELECT ct.class_id FROM class_teachers AS ct
    WHERE ct.school_id = ${schoolId} AND ct.teacher_id = ${teacherId})`;
}

async function teachersOf(scope: Scope, classIds: ClassId[]): Promise<Map<string, string[]>> {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ classId: classTeachers.classId, teacher: people })
    .from(classTeachers)
    .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, classTeachers.teacherId)))
    .where(and(eq(classTeachers.schoolId, schoolId), inList(classTeachers.classId, classIds)))
    .orderBy(asc(classTeachers.position));
  const byClass = Map.groupBy(rows, (row) => row.classId);
  return new Map([...byClass].map(([id, all]) => [id, all.map(({ teacher }) => fullName(teacher))]));
}
