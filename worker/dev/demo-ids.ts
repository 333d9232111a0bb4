import { and, asc, eq } from "drizzle-orm";
import { classes, classTeachers, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { Problem } from "../http/problem.ts";

type DemoClass = { id: string; teacherIds: string[] };

/** Our ids behind the ids of the demo school's files. Each lookup throws where the school's own import took that row away. */
export type DemoIds = {
  guardian(externalId: string): string;
  student(externalId: string): string;
  class(externalId: string): DemoClass;
  classes: ReadonlyMap<string, DemoClass>;
};

export async function loadDemoIds(scope: Scope): Promise<DemoIds> {
  const { db, schoolId } = scope;
  const [guardianRows, studentRows, taughtRows] = await db.batch([
    db
      .select({ externalId: people.externalId, id: people.id })
      .from(people)
      .where(and(eq(people.schoolId, schoolId), eq(people.role, "guardian"))),
    db
      .select({ externalId: students.externalId, id: students.id })
      .from(students)
      .where(eq(students.schoolId, schoolId)),
    db
      .select({ externalId: classes.externalId, id: classes.id, teacherId: classTeachers.teacherId })
      .from(classTeachers)
      .innerJoin(classes, and(eq(classes.schoolId, schoolId), eq(classes.id, classTeachers.classId)))
      .where(eq(classTeachers.schoolId, schoolId))
      .orderBy(asc(classTeachers.position)),
  ]);
  const found = new Map<string, DemoClass>();
  for (const { externalId, id, teacherId } of taughtRows)
    found.set(externalId, { id, teacherIds: [...(found.get(externalId)?.teacherIds ?? []), teacherId] });
  return {
    guardian: lookup(new Map(guardianRows.map((row) => [row.externalId, row.id]))),
    student: lookup(new Map(studentRows.map((row) => [row.externalId, row.id]))),
    class: lookup(found),
    classes: found,
  };
}

function lookup<Value>(found: ReadonlyMap<string, Value>): (externalId: string) => Value {
  return (externalId) => {
    const value = found.get(externalId);
    if (value === undefined)
      throw new Problem(409, {
        title: "The demo school has changed",
        words: `${externalId} of its files is missing. Run npm run reset.`,
      });
    return value;
  };
}
