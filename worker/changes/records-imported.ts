import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/client.ts";
import { classes, classTeachers, enrolments, guardianships, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** A school's rows as they stand, by the file that each comes from. */
export type Records = {
  students: (typeof students.$inferSelect)[];
  guardians: (typeof people.$inferSelect)[];
  staff: (typeof people.$inferSelect)[];
  classes: (typeof classes.$inferSelect)[];
  guardianships: (typeof guardianships.$inferSelect)[];
  class_teachers: (typeof classTeachers.$inferSelect)[];
  enrolment: (typeof enrolments.$inferSelect)[];
};

/** D1 takes 2 MB a value; a UTF-16 unit is three bytes of UTF-8 at most. */
const CHUNK_UNITS = 600_000;

/** Columns that an import does not carry: somebody may change them between its reading and its writing. */
const NOT_IMPORTED = new Set(["calendarVersion", "guestsAllowed"]);

/** Everything that an import compares with. */
export async function readRecords(scope: Scope): Promise<Records> {
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

/** Statements that write whole rows, new or known by `key`: a few for any number of rows. */
export function upsertStatements(
  db: Database,
  table: SQLiteTable,
  key: SQLiteColumn[],
  rows: readonly object[],
): BatchItem<"sqlite">[] {
  const columns = Object.entries(getTableColumns(table));
  const values = sql.raw(columns.map(([name]) => `value ->> '$.${name}'`).join(", "));
  const changed = columns.filter(([name, column]) => !key.includes(column) && !NOT_IMPORTED.has(name));
  const set = Object.fromEntries(changed.map(([name]) => [name, sql.raw(`excluded.${snakeCase(name)}`)]));
  return chunks(rows).map((json) => {
    // Without WHERE, SQLite would read ON CONFLICT as the beginning of a join.
    const insert = db.insert(table).select(sql`SELECT ${values} FROM json_each(${json}) WHERE true`);
    return changed.length > 0 ? insert.onConflictDoUpdate({ target: key, set }) : insert.onConflictDoNothing();
  });
}

/** Statements that take rows away, told by two columns of theirs. */
export function removeStatements<Row extends object>(
  db: Database,
  table: SQLiteTable & { schoolId: SQLiteColumn },
  schoolId: string,
  [first, second]: readonly [SQLiteColumn, SQLiteColumn],
  pairs: readonly Row[],
): BatchItem<"sqlite">[] {
  return chunks(pairs).map((json) =>
    db
      .delete(table)
      .where(
        and(
          eq(table.schoolId, schoolId),
          sql`(${first}, ${second}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${json}))`,
        ),
      ),
  );
}

function chunks(rows: readonly object[]): string[] {
  const found: string[] = [];
  let parts: string[] = [];
  let units = 0;
  for (const row of rows) {
    const json = JSON.stringify(row);
    if (units + json.length > CHUNK_UNITS) {
      found.push(`[${parts.join(",")}]`);
      parts = [];
      units = 0;
    }
    parts.push(json);
    units += json.length + 1;
  }
  return parts.length > 0 ? [...found, `[${parts.join(",")}]`] : found;
}

/** As drizzle's own `casing` writes them. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
