import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import { columnsAs } from "../db/columns-as.ts";
import type { GuardianId, StudentId } from "../db/ids.ts";
import { classes, enrolments, guardianships, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { appointmentOf, appointmentsStatement } from "./records-appointments.ts";
import { trailEntryOf, trailStatement } from "./records-trail.ts";

/** Everything that the desk shows of one student, in one batch. */
export async function readStudentRecord(scope: Scope, studentId: StudentId) {
  const { db } = scope;
  const [[student], bonds, enrolled, appointments, trail] = await db.batch([
    studentStatement(scope, studentId),
    bondsStatement(scope, studentId),
    enrolledStatement(scope, studentId),
    appointmentsStatement(scope, { studentId }),
    trailStatement(scope, thingsOf(scope, studentId)),
  ]);
  if (!student) return undefined;
  return {
    ...{ student, appointments: appointments.map(appointmentOf), trail: trail.map(trailEntryOf) },
    bonds: bonds.filter(({ bond }) => bond.byHand !== "ended"),
    endedBonds: bonds.filter(({ bond }) => bond.byHand === "ended"),
    enrolled: enrolled.map((row) => ({ ...row, teachers: JSON.parse(row.teachers) as Named[] })),
  };
}

type Named = { id: string; name: string };
export type StudentRecord = NonNullable<Awaited<ReturnType<typeof readStudentRecord>>>;
export type StudentRow = typeof students.$inferSelect;

function studentStatement({ db, schoolId }: Scope, studentId: StudentId) {
  return db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, schoolId), eq(students.id, studentId)));
}

/** A student of the school's, here or not. */
export async function findStudent(scope: Scope, studentId: StudentId): Promise<StudentRow | undefined> {
  const [found] = await studentStatement(scope, studentId);
  return found;
}

/** A student's guardians, those included whose link the office has ended. */
function bondsStatement({ db, schoolId }: Scope, studentId: StudentId) {
  return db
    .select({
      bond: columnsAs("bond", getTableColumns(guardianships)),
      guardian: columnsAs("guardian", getTableColumns(people)),
    })
    .from(guardianships)
    .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, guardianships.guardianId)))
    .where(and(eq(guardianships.schoolId, schoolId), eq(guardianships.studentId, studentId)))
    .orderBy(asc(guardianships.priority), asc(people.id));
}

function enrolledStatement({ db, schoolId }: Scope, studentId: StudentId) {
  const teachers = sql<string>`(SELECT json_group_array(json_object('id', id, 'name', name)) FROM (
    SELECT p.id AS id, trim(p.title || ' ' || p.surname) AS name FROM class_teachers AS t
      CROSS JOIN people AS p ON p.school_id = t.school_id AND p.id = t.teacher_id
      WHERE t.school_id = ${schoolId} AND t.class_id = ${classes.id} ORDER BY t.position))`;
  return db
    .select({ id: classes.id, code: classes.code, name: classes.name, teachers: teachers.as("teachers") })
    .from(enrolments)
    .innerJoin(classes, and(eq(classes.schoolId, schoolId), eq(classes.id, enrolments.classId)))
    .where(and(eq(enrolments.schoolId, schoolId), eq(enrolments.studentId, studentId)))
    .orderBy(asc(classes.sortKey), asc(classes.id));
}

function thingsOf({ schoolId }: Scope, studentId: StudentId) {
  return sql`SELECT ${studentId} UNION SELECT a.id FROM guardianships AS g CROSS JOIN appointments AS a
    ON a.school_id = g.school_id AND a.guardian_id = g.guardian_id AND a.student_id = g.student_id
    WHERE g.school_id = ${schoolId} AND g.student_id = ${studentId}`;
}

/** What links a guardian to a student, one that the office has ended included. */
export async function findBond({ db, schoolId }: Scope, guardianId: GuardianId, studentId: StudentId) {
  return db
    .select()
    .from(guardianships)
    .where(
      and(
        eq(guardianships.schoolId, schoolId),
        eq(guardianships.guardianId, guardianId),
        eq(guardianships.studentId, studentId),
      ),
    )
    .get();
}
