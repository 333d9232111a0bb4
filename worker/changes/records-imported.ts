import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { guardStatement } from "../db/guard.ts";
import type { PersonId, StudentId } from "../db/ids.ts";
import { classes, classTeachers, enrolments, guardianships, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { NOT_IMPORTED, type Plan } from "../rules/import/import-plan.ts";
import type { Returned } from "../rules/import/who-is-absent.ts";
import { addressesLeft } from "./address-changed.ts";
import { teachersFollowed } from "./appointments-moved.ts";
import { audited } from "./audit.ts";
import { timesFreed, timesWaitedFor } from "./freed-times.ts";
import { letThroughForgotten, studentsNewlyBarred } from "./let-through-forgotten.ts";
import { peopleGone, peopleReturned, studentsGone, studentsReturned } from "./people-ended.ts";
import { whoMayBookChanged } from "./school-settings.ts";

/**
 * The school's records are brought in line with its files, and what follows from them follows: appointments and covers of whoever may no
 * longer book end, appointments go to the teachers that their classes have now or are flagged, whoever waits for those classes is offered
 * their times, and whoever has another address is signed out. `movement`: who has left, and who had and is back. The rows come in a few
 * parameters, however many. Refused as `changed` where somebody new to the plan has been imported meanwhile, or the office has corrected what
 * it would write: plan again.
 */
export function recordsImported(scope: Scope, plan: Plan, movement: Movement = NOBODY): Statement[] {
  const pairs = {
    guardianship: [guardianships.guardianId, guardianships.studentId],
    teacher: [classTeachers.classId, classTeachers.teacherId],
    enrolment: [enrolments.classId, enrolments.studentId],
  } as const;
  const cared = plan.guardianships.remove.map((row) => [row.guardianId, row.studentId]);
  const taught = plan.class_teachers.remove.map((row) => [row.classId, row.teacherId]);
  const enrolled = plan.enrolment.remove.map((row) => [row.classId, row.studentId]);
  const persons = [...plan.guardians.write, ...plan.staff.write];
  const known = [
    ...knownOtherwise(scope, students, plan.students.write),
    ...knownOtherwise(scope, classes, plan.classes.write),
    ...knownOtherwise(scope, people, persons, sql`AND k.role = r.value ->> 'role'`),
    ...correctedMeanwhile(scope, students, plan.students.write),
    ...correctedMeanwhile(scope, people, persons),
    ...linkedMeanwhile(scope, plan.guardianships),
  ];
  return [
    ...(known.length > 0 ? [guardStatement(scope.db, [{ name: "changed", broken: sql.join(known, sql` OR `) }])] : []),
    audited(scope, "import", scope.schoolId),
    ...newlyBarred(scope, plan.guardianships.write),
    ...removed(scope, guardianships, pairs.guardianship, cared),
    ...removed(scope, classTeachers, pairs.teacher, taught),
    ...removed(scope, enrolments, pairs.enrolment, enrolled),
    ...written(scope, students, [students.schoolId, students.id], plan.students.write),
    ...addressesRenewed(scope, persons),
    ...written(scope, people, [people.schoolId, people.id], persons),
    ...written(scope, classes, [classes.schoolId, classes.id], plan.classes.write),
    ...written(scope, guardianships, [guardianships.schoolId, ...pairs.guardianship], plan.guardianships.write),
    ...written(scope, classTeachers, [classTeachers.schoolId, ...pairs.teacher], plan.class_teachers.write),
    ...written(scope, enrolments, [enrolments.schoolId, ...pairs.enrolment], plan.enrolment.write),
    ...moved(scope, movement),
    // The plan knows the school's choice of who may book as it was read; it may have changed since.
    ...whoMayBookChanged(scope),
    ...teachersFollowed(scope),
    ...taughtOtherwise(scope, plan.class_teachers),
  ];
}

/** Who has left by an import, and who had and is back. */
export type Movement = { left: { people: PersonId[]; students: StudentId[] } | null; back: Returned };

const NOBODY: Movement = { left: null, back: { people: [], students: [] } };

function moved(scope: Scope, { left, back }: Movement): Statement[] {
  const { db, schoolId, now } = scope;
  const listed = (ids: readonly string[]) => sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
  // Files may name somebody whom the office has ended.
  const ended = sql`SELECT id FROM people WHERE school_id = ${schoolId} AND role = 'teacher' AND ended_at <= ${now}`;
  return [
    ...(back.people.length > 0 ? peopleReturned(scope, listed(back.people)) : []),
    ...(back.students.length > 0 ? studentsReturned(scope, listed(back.students)) : []),
    ...(left && left.people.length > 0 ? peopleGone(scope, listed(left.people), "import") : []),
    ...(left && left.students.length > 0 ? studentsGone(scope, listed(left.students), "import") : []),
    db
      .delete(classTeachers)
      .where(and(eq(classTeachers.schoolId, schoolId), sql`${classTeachers.teacherId} IN (${ended})`)),
  ];
}

/** What the old address of a known person held ends. */
function addressesRenewed(scope: Scope, persons: readonly { id: string; emailKey: string }[]): Statement[] {
  const keys = persons.map(({ id, emailKey }) => [id, emailKey]);
  return chunks(keys).flatMap((json) =>
    addressesLeft(scope, sql`SELECT value ->> 0 AS id, value ->> 1 AS email_key FROM json_each(${json})`),
  );
}

/** Classes have other teachers now, who may have time for whoever waits. */
function taughtOtherwise(scope: Scope, { write, remove }: Plan["class_teachers"]): Statement[] {
  const classIds = new Set([...write, ...remove].map((row) => row.classId));
  return chunks([...classIds]).map((json) => {
    const waits = sql`SELECT w.id FROM evenings AS e CROSS JOIN waiting AS w
        ON w.school_id = e.school_id AND w.evening_id = e.id AND w.state IN ('waiting', 'offered')
      WHERE e.school_id = ${scope.schoolId} AND e.ends_at > ${scope.now} AND w.class_id IN (SELECT value FROM json_each(${json}))`;
    return timesFreed(scope, timesWaitedFor(scope, waits));
  });
}

/** Before the rows are written: by them somebody is kept from a student who was not, or not like that. */
function newlyBarred(scope: Scope, rows: Plan["guardianships"]["write"]): Statement[] {
  return chunks(rows.filter((row) => row.courtOrder || !row.parentalResponsibility)).map((json) => {
    const wanted = sql`SELECT value ->> 'guardianId' AS guardian_id, value ->> 'studentId' AS student_id,
      value ->> 'courtOrder' AS court_order, value ->> 'parentalResponsibility' AS parental_responsibility FROM json_each(${json})`;
    return letThroughForgotten(scope, studentsNewlyBarred(scope, wanted));
  });
}

/** A row's external id belongs to a row of another id: a condition for each part of the rows. */
function knownOtherwise({ schoolId }: Scope, table: SQLiteTable, rows: readonly Known[], more = sql``): SQL[] {
  const keys = rows.map(({ id, externalId, role }) => ({ id, externalId, role }));
  return chunks(keys).map(
    (json) => sql`EXISTS (SELECT 1 FROM json_each(${json}) AS r CROSS JOIN ${table} AS k
      ON k.school_id = ${schoolId} AND k.external_id = r.value ->> 'externalId' ${more} AND k.id <> r.value ->> 'id')`,
  );
}

type Known = { id: string; externalId: string; role?: string };

/** The office corrected, released or ended somebody whom the plan writes: a condition for each part of the rows. */
function correctedMeanwhile(
  { schoolId }: Scope,
  table: SQLiteTable,
  rows: readonly { id: string; corrected: string }[],
): SQL[] {
  return chunks(rows.map(({ id, corrected }) => [id, corrected])).map(
    (json) => sql`EXISTS (SELECT 1 FROM json_each(${json}) AS r CROSS JOIN ${table} AS k
      ON k.school_id = ${schoolId} AND k.id = r.value ->> 0 AND k.corrected <> r.value ->> 1)`,
  );
}

/** The office took a guardian's link into its own hands that the plan writes or takes away. */
function linkedMeanwhile({ schoolId }: Scope, { write, remove }: Plan["guardianships"]): SQL[] {
  return chunks([...write, ...remove].map((row) => [row.guardianId, row.studentId])).map(
    (json) => sql`EXISTS (SELECT 1 FROM json_each(${json}) AS r CROSS JOIN guardianships AS k
      ON k.school_id = ${schoolId} AND k.guardian_id = r.value ->> 0 AND k.student_id = r.value ->> 1 AND k.by_hand IS NOT NULL)`,
  );
}

/** D1 takes 2 MB a value; a UTF-16 unit is three bytes of UTF-8 at most. */
const CHUNK_UNITS = 600_000;

/** Somebody may change them between an import's reading and its writing. */
const LEFT_ALONE = new Set<string>(NOT_IMPORTED);

/** Whole rows, new or known by `key`. */
function written({ db }: Scope, table: SQLiteTable, key: SQLiteColumn[], rows: readonly object[]): Statement[] {
  const columns = Object.entries(getTableColumns(table));
  const values = sql.raw(columns.map(([name]) => `value ->> '$.${name}'`).join(", "));
  const changed = columns.filter(([name, column]) => !key.includes(column) && !LEFT_ALONE.has(name));
  const set = Object.fromEntries(changed.map(([name]) => [name, sql.raw(`excluded.${snakeCase(name)}`)]));
  return chunks(rows).map((json) => {
    // Without WHERE, SQLite would read ON CONFLICT as the beginning of a join.
    const insert = db.insert(table).select(sql`SELECT ${values} FROM json_each(${json}) WHERE true`);
    return changed.length > 0 ? insert.onConflictDoUpdate({ target: key, set }) : insert.onConflictDoNothing();
  });
}

/** Takes rows away, told by two columns of theirs. */
function removed(
  { db, schoolId }: Scope,
  table: SQLiteTable & { schoolId: SQLiteColumn },
  [first, second]: readonly [SQLiteColumn, SQLiteColumn],
  pairs: readonly object[],
): Statement[] {
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

function chunks(rows: readonly (object | string)[]): string[] {
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
