import type { BatchItem } from "drizzle-orm/batch";
import { endLostBookingsStatements } from "../../changes/bookings-lost.ts";
import { endLostSeatsStatements } from "../../changes/seats-lost.ts";
import { type Records, readRecords, removeStatements, upsertStatements } from "../../changes/records-imported.ts";
import { isResponsibilityNeeded, whoMayBookStatement } from "../../changes/who-may-book.ts";
import type { Database } from "../../db/client.ts";
import { audit, classes, classTeachers, enrolments, guardianships, people, students } from "../../db/schema.ts";
import { schoolScope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { birthKey, sameBirth } from "../../rules/birth-key.ts";
import { FILE_NAMES, type FileName, type ReadFiles } from "./import-files.ts";
import { type Counts, type Plan, planImport } from "./import-plan.ts";
import { type Fault, readFiles } from "./import-rules.ts";

export type FileTexts = Partial<Record<FileName, string>>;
export type ImportReport = { ok: true; counts: Record<FileName, Counts> } | { ok: false; faults: Fault[] };
export type ImportContext = {
  db: Database;
  settings: Pick<Settings, "SIGNING_KEYS">;
  schoolId: string;
  /** A person's id, or "system". */
  actor: string;
  now: number;
};

/** What an import would do; changes nothing. */
export async function previewImport(context: ImportContext, texts: FileTexts): Promise<ImportReport> {
  const prepared = await prepare(context, texts);
  return prepared.ok ? { ok: true, counts: countsOf(prepared.plan) } : prepared;
}

/** Brings the school's records in line with its seven files: all of them, or none where one cannot be used. Twice is as good as once. */
export async function importSchool(context: ImportContext, texts: FileTexts): Promise<ImportReport> {
  const prepared = await prepare(context, texts);
  if (!prepared.ok) return prepared;
  const { db, schoolId, actor, now } = context;
  const noted = { schoolId, id: crypto.randomUUID(), at: now, actor, action: "import", object: schoolId };
  await db.batch([
    db.insert(audit).values(noted),
    ...statementsOf(context, prepared.plan),
    // The plan knows the school's choice as it was read; it may have changed since.
    whoMayBookStatement(schoolScope(db, schoolId, NOW)),
    ...endLostBookingsStatements(schoolScope(db, schoolId, now), actor),
    ...endLostSeatsStatements(schoolScope(db, schoolId, now), actor),
  ]);
  return { ok: true, counts: countsOf(prepared.plan) };
}

async function prepare(context: ImportContext, texts: FileTexts) {
  const read = readFiles(texts);
  if (!read.ok) return read;
  const { db, schoolId } = context;
  const [records, responsibilityNeeded] = await Promise.all([
    readRecords(schoolScope(db, schoolId, NOW)),
    isResponsibilityNeeded(schoolScope(db, schoolId, NOW)),
  ]);
  const birthKeys = await birthKeysOf(context, read.files, records);
  const newId = () => crypto.randomUUID();
  const plan = planImport(read.files, records, { schoolId, birthKeys, responsibilityNeeded, newId });
  return { ok: true as const, plan };
}

/** A date that is stored under the current key already keeps what is stored, so that nothing seems to change. */
async function birthKeysOf({ schoolId, settings }: ImportContext, files: ReadFiles, records: Records) {
  const ring = settings.SIGNING_KEYS;
  const stored = new Map(records.students.map((row) => [row.externalId, row.birthKey]));
  const entries = files.students.map(async ({ student_id: externalId, date_of_birth: iso }) => {
    const old = stored.get(externalId) ?? "";
    const keep = old.startsWith(`${ring.current}.`) && (await sameBirth(ring, { schoolId, externalId }, old, iso));
    return [externalId, keep ? old : await birthKey(ring, { schoolId, externalId }, iso)] as const;
  });
  return new Map(await Promise.all(entries));
}

function statementsOf({ db, schoolId }: ImportContext, plan: Plan): BatchItem<"sqlite">[] {
  const taught = plan.class_teachers.remove.map((row) => [row.classId, row.teacherId]);
  const enrolled = plan.enrolment.remove.map((row) => [row.classId, row.studentId]);
  const cared = plan.guardianships.remove.map((row) => [row.guardianId, row.studentId]);
  const pairs = {
    guardianship: [guardianships.guardianId, guardianships.studentId],
    teacher: [classTeachers.classId, classTeachers.teacherId],
    enrolment: [enrolments.classId, enrolments.studentId],
  } as const;
  return [
    ...removeStatements(db, guardianships, schoolId, pairs.guardianship, cared),
    ...removeStatements(db, classTeachers, schoolId, pairs.teacher, taught),
    ...removeStatements(db, enrolments, schoolId, pairs.enrolment, enrolled),
    ...upsertStatements(db, students, [students.schoolId, students.id], plan.students.write),
    ...upsertStatements(db, people, [people.schoolId, people.id], [...plan.guardians.write, ...plan.staff.write]),
    ...upsertStatements(db, classes, [classes.schoolId, classes.id], plan.classes.write),
    ...upsertStatements(db, guardianships, [guardianships.schoolId, ...pairs.guardianship], plan.guardianships.write),
    ...upsertStatements(db, classTeachers, [classTeachers.schoolId, ...pairs.teacher], plan.class_teachers.write),
    ...upsertStatements(db, enrolments, [enrolments.schoolId, ...pairs.enrolment], plan.enrolment.write),
  ];
}

function countsOf(plan: Plan): Record<FileName, Counts> {
  return Object.fromEntries(FILE_NAMES.map((name) => [name, plan[name].counts])) as Record<FileName, Counts>;
}
