import type { SchoolId } from "../../db/ids.ts";
import type { classes, classTeachers, enrolments, guardianships, people, students } from "../../db/schema.ts";
import { mayBook } from "../booking/may-book.ts";
import { isByHand } from "../by-hand.ts";
import { type Correctable, withCorrections } from "../corrections.ts";
import { classSortKey, foldEmail, nameKey, sortKey } from "../fold.ts";
import type { FileName, ReadFiles } from "./import-files.ts";
import { bondKey, bondsByHand, type KeptByHand, keptOf } from "./kept-by-hand.ts";

/** A school's rows as they stand, by the file that each comes from. */
export type SchoolRecords = {
  students: (typeof students.$inferSelect)[];
  guardians: (typeof people.$inferSelect)[];
  staff: (typeof people.$inferSelect)[];
  classes: (typeof classes.$inferSelect)[];
  guardianships: (typeof guardianships.$inferSelect)[];
  class_teachers: (typeof classTeachers.$inferSelect)[];
  enrolment: (typeof enrolments.$inferSelect)[];
};

export type Counts = { create: number; update: number; same: number; remove: number };
/** Whole rows to write, and keys of rows to take away. */
export type ImportChange<Row> = { write: Row[]; remove: Row[]; counts: Counts };
export type Plan = { [Name in FileName]: ImportChange<SchoolRecords[Name][number]> } & { kept: KeptByHand[] };

export type PlanContext = {
  schoolId: SchoolId;
  newId: () => string;
  /** A student's date of birth as it is to be stored, by the school's own id of the student. */
  birthKeys: ReadonlyMap<string, string>;
  /** The school's choice: nobody books without parental responsibility. */
  responsibilityNeeded: boolean;
};

/**
 * What an import would change. People, students and classes are known by the school's own ids and never taken away: appointments speak of
 * them. Who may book for whom, who teaches what and who is taught are the school's whole list: what is no longer on it ends.
 */
export function planImport(files: ReadFiles, now: SchoolRecords, context: PlanContext): Plan {
  const students = merge(studentRows(files, context), now.students, withCorrections);
  const guardians = merge(guardianRows(files, context), now.guardians, withCorrections);
  const staff = merge(staffRows(files, context), now.staff, withCorrections);
  const classes = merge(classRows(files, context), now.classes, asImported);
  const ids = {
    student: idLookup(students.all),
    guardian: idLookup(guardians.all),
    teacher: idLookup(staff.all),
    class: idLookup(classes.all),
  };
  const bonds = bondsByHand(guardianshipRows(files, context, ids), now.guardianships, now);
  const unknown = new Set(now.students.filter((row) => isByHand(row.externalId)).map((row) => row.id));
  return {
    students: students.change,
    guardians: guardians.change,
    staff: staff.change,
    classes: classes.change,
    guardianships: replace(bonds.wanted, bonds.known, bondKey),
    class_teachers: replace(classTeacherRows(files, context, ids), now.class_teachers, (row) => [
      row.classId,
      row.teacherId,
    ]),
    // The classes of a student whom no file can name are the office's.
    enrolment: replace(
      enrolmentRows(files, context, ids),
      now.enrolment.filter((row) => !unknown.has(row.studentId)),
      (row) => [row.classId, row.studentId],
    ),
    kept: [
      ...keptOf("student", students.said),
      ...keptOf("guardian", guardians.said),
      ...keptOf("staff", staff.said),
      ...bonds.kept,
    ],
  };
}

type Ids = Record<"student" | "guardian" | "teacher" | "class", (externalId: string) => string>;

function studentRows(files: ReadFiles, { schoolId, newId, birthKeys }: PlanContext) {
  return files.students.map((row) => ({
    schoolId,
    id: newId(),
    externalId: row.student_id,
    forename: row.forename,
    surname: row.surname,
    nameKey: nameKey(row),
    sortKey: sortKey(row),
    birthKey: birthKeys.get(row.student_id) ?? "",
    yearGroup: row.year_group,
    registrationGroup: row.registration_group,
    guestsAllowed: true,
    endedAt: null,
    corrected: "[]",
  }));
}

function guardianRows(files: ReadFiles, context: PlanContext) {
  return files.guardians.map((row) => ({
    ...personRow(row, context),
    role: "guardian" as const,
    externalId: row.guardian_id,
    department: "",
  }));
}

function staffRows(files: ReadFiles, context: PlanContext) {
  return files.staff.map((row) => ({
    ...personRow(row, context),
    role: "teacher" as const,
    externalId: row.staff_id,
    department: row.department,
  }));
}

type Named = { title: string; forename: string; surname: string; email: string };

function personRow(row: Named, { schoolId, newId }: PlanContext) {
  const { title, forename, surname, email } = row;
  const keys = { nameKey: nameKey(row), sortKey: sortKey(row), emailKey: foldEmail(email) };
  const ours = { calendarVersion: 1, bouncedAt: null, endedAt: null, corrected: "[]" };
  return { schoolId, id: newId(), title, forename, surname, email, ...keys, ...ours };
}

function classRows(files: ReadFiles, { schoolId, newId }: PlanContext) {
  return files.classes.map((row) => ({
    schoolId,
    id: newId(),
    externalId: row.class_id,
    code: row.code,
    name: row.name,
    subject: row.subject,
    department: row.department,
    yearGroup: row.year_group,
    sortKey: classSortKey(row),
  }));
}

function guardianshipRows(
  files: ReadFiles,
  { schoolId, responsibilityNeeded }: PlanContext,
  ids: Ids,
): SchoolRecords["guardianships"] {
  return files.guardianships.map((row) => ({
    schoolId,
    guardianId: ids.guardian(row.guardian_id),
    studentId: ids.student(row.student_id),
    relationship: row.relationship,
    priority: row.priority,
    parentalResponsibility: row.parental_responsibility,
    livesWith: row.lives_with,
    courtOrder: row.court_order,
    mayBook: mayBook(row, responsibilityNeeded),
    byHand: null,
  }));
}

function classTeacherRows(files: ReadFiles, { schoolId }: PlanContext, ids: Ids) {
  const taught = new Map<string, number>();
  return unique(files.class_teachers, (row) => [row.class_id, row.staff_id]).map((row) => {
    const position = taught.get(row.class_id) ?? 0;
    taught.set(row.class_id, position + 1);
    return { schoolId, classId: ids.class(row.class_id), teacherId: ids.teacher(row.staff_id), position };
  });
}

function enrolmentRows(files: ReadFiles, { schoolId }: PlanContext, ids: Ids) {
  return unique(files.enrolment, (row) => [row.class_id, row.student_id]).map((row) => ({
    schoolId,
    classId: ids.class(row.class_id),
    studentId: ids.student(row.student_id),
  }));
}

type Corrected<Row> = (wanted: Row, old: Row) => { row: Row; said: Correctable[] };
type Said<Row> = { row: Row; columns: Correctable[] };

/** Known rows keep their id, whatever an import does not carry, and what the office corrected. `said` are those of which the files say otherwise. */
function merge<Row extends { id: string; externalId: string }>(
  wanted: readonly NoInfer<Row>[],
  known: readonly Row[],
  corrected: Corrected<NoInfer<Row>>,
): { all: Row[]; change: ImportChange<Row>; said: Said<Row>[] } {
  const keyOf = (row: Row) => row.externalId;
  const before = new Map(known.map((row) => [keyOf(row), row]));
  const said: Said<Row>[] = [];
  const all = wanted.map((row) => {
    const old = before.get(keyOf(row));
    if (!old) return row;
    const stands = corrected({ ...row, id: old.id, ...kept(old) }, old);
    if (stands.said.length > 0) said.push({ row: stands.row, columns: stands.said });
    return stands.row;
  });
  return { all, change: compare(all, before, keyOf), said };
}

function asImported<Row>(row: Row) {
  return { row, said: [] };
}

/** Columns that an import does not carry. */
export const NOT_IMPORTED = [
  "calendarVersion",
  "guestsAllowed",
  "bouncedAt",
  "endedAt",
  "corrected",
  "byHand",
] as const;

function kept(old: object) {
  return Object.fromEntries(
    Object.entries(old).filter(([column]) => (NOT_IMPORTED as readonly string[]).includes(column)),
  );
}

function replace<Row extends object>(
  wanted: readonly NoInfer<Row>[],
  known: readonly Row[],
  keyOf: (row: Row) => string[],
): ImportChange<Row> {
  const key = (row: Row) => JSON.stringify(keyOf(row));
  const before = new Map(known.map((row) => [key(row), row]));
  const change = compare(wanted, before, key);
  const listed = new Set(wanted.map(key));
  const remove = known.filter((row) => !listed.has(key(row)));
  return { ...change, remove, counts: { ...change.counts, remove: remove.length } };
}

function compare<Row extends object>(
  wanted: readonly Row[],
  before: ReadonlyMap<string, Row>,
  keyOf: (row: Row) => string,
): ImportChange<Row> {
  const created = wanted.filter((row) => !before.has(keyOf(row)));
  const changed = wanted.filter((row) => {
    const old = before.get(keyOf(row));
    return old !== undefined && !sameRow(old, row);
  });
  const same = wanted.length - created.length - changed.length;
  const counts = { create: created.length, update: changed.length, same, remove: 0 };
  return { write: [...created, ...changed], remove: [], counts };
}

function sameRow<Row extends object>(a: Row, b: Row): boolean {
  return (Object.keys(a) as (keyof Row)[]).every((column) => a[column] === b[column]);
}

function unique<Row>(rows: readonly Row[], keyOf: (row: Row) => string[]): Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(keyOf(row)), row])).values()];
}

function idLookup(rows: readonly { id: string; externalId: string }[]): (externalId: string) => string {
  const ids = new Map(rows.map((row) => [row.externalId, row.id]));
  return (externalId) => {
    const id = ids.get(externalId);
    if (id === undefined) throw new Error("A row refers to nobody: the files were not checked");
    return id;
  };
}
