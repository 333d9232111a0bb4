import { and, eq } from "drizzle-orm";
import { classes, classTeachers, enrolments, guardianships, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { SchoolRecords } from "../rules/import/import-plan.ts";

/** Everything that an import compares with. */
export async function readSchoolRecords(scope: Scope): Promise<SchoolRecords> {
  const { db, schoolId } = scope;
  const peopleOf = (role: "guardian" | "teacher") =>
    db
      .select()
      .from(people)
      .where(and(eq(people.schoolId, schoolId), eq(people.role, role)));
  const [student, guardian, teacher, class_, guardianship, classTeacher, enrolment] = await db.batch([
    db.select().from(students).where(eq(students.schoolId, schoolId)),
    peopleOf("guardian"),
    peopleOf("teacher"),
    db.select().from(classes).where(eq(classes.schoolId, schoolId)),
    db.select().from(guardianships).where(eq(guardianships.schoolId, schoolId)),
    db.select().from(classTeachers).where(eq(classTeachers.schoolId, schoolId)),
    db.select().from(enrolments).where(eq(enrolments.schoolId, schoolId)),
  ]);
  return {
    students: student,
    guardians: guardian,
    staff: teacher,
    classes: class_,
    guardianships: guardianship,
    class_teachers: classTeacher,
    enrolment,
  };
}
