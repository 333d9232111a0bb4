import { recordsImported } from "../../changes/records-imported.ts";
import { commit } from "../../db/guard.ts";
import type { Scope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { readSchoolRecords } from "../../queries/records.ts";
import { birthKey, sameBirth } from "../../rules/birth-key.ts";
import { isByHand } from "../../rules/by-hand.ts";
import { FILE_NAMES, type FileName, type ReadFiles } from "../../rules/import/import-files.ts";
import { type Counts, type Plan, planImport, type SchoolRecords } from "../../rules/import/import-plan.ts";
import { type ImportError, readFiles } from "../../rules/import/import-rules.ts";
import type { KeptByHand } from "../../rules/import/kept-by-hand.ts";
import {
  type Absent,
  type Returned,
  whoIsAbsent,
  whoIsBack,
  withoutTheEnded,
} from "../../rules/import/who-is-absent.ts";
import { isResponsibilityNeeded } from "./booking-settings.ts";

export type FileTexts = Partial<Record<FileName, string>>;
export type ImportReport =
  | { ok: true; counts: Record<FileName, Counts>; absent: Absent; back: number; kept: KeptByHand[] }
  | { ok: false; errors: ImportError[] };
/** What the office says of people who are not in the files. */
export type AbsentChoice = "left" | "stay";
export type ImportContext = { scope: Scope; settings: Pick<Settings, "SIGNING_KEYS"> };

/** What an import would do; changes nothing. */
export async function previewImport(context: ImportContext, texts: FileTexts): Promise<ImportReport> {
  const prepared = await prepare(context, texts, "stay");
  return prepared.ok ? reportOf(prepared) : prepared;
}

/** How often an import is planned anew, where others of the school's are ahead of it. */
const MOST_ATTEMPTS = 4;

/**
 * Brings the school's records in line with its seven files: all of them, or none where one cannot be used. Twice is as good as once, also
 * at the same moment: whichever is second is planned anew.
 */
export async function importSchool(
  context: ImportContext,
  texts: FileTexts,
  choice: AbsentChoice = "stay",
): Promise<ImportReport> {
  const { scope } = context;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const prepared = await prepare(context, texts, choice);
    if (!prepared.ok) return prepared;
    const { plan, absent, back } = prepared;
    const left = choice === "left" ? idsOf(absent) : null;
    const refused = await commit(scope.db, recordsImported(scope, plan, { left, back }));
    if (refused === null) return reportOf(prepared);
  }
  throw new Error("Other imports of this school were ahead each time");
}

async function prepare(context: ImportContext, texts: FileTexts, choice: AbsentChoice) {
  const read = readFiles(texts);
  if (!read.ok) return read;
  const { scope } = context;
  const [records, responsibilityNeeded] = await Promise.all([readSchoolRecords(scope), isResponsibilityNeeded(scope)]);
  const birthKeys = await birthKeysOf(context, read.files, records);
  const newId = () => crypto.randomUUID();
  const planned = planImport(read.files, records, { schoolId: scope.schoolId, birthKeys, responsibilityNeeded, newId });
  const absent = whoIsAbsent(read.files, records, isByHand);
  const back = whoIsBack(read.files, records);
  const plan = withoutTheEnded(planned, records, back, absent, choice === "left");
  return { ok: true as const, plan, absent, back };
}

type Prepared = { plan: Plan; absent: Absent; back: Returned };

function reportOf({ plan, absent, back }: Prepared): ImportReport {
  const counts = Object.fromEntries(FILE_NAMES.map((name) => [name, plan[name].counts])) as Record<FileName, Counts>;
  return { ok: true, counts, absent, back: back.people.length + back.students.length, kept: plan.kept };
}

function idsOf({ staff, guardians, students }: Absent) {
  const ids = (rows: Absent["staff"]) => rows.map(({ id }) => id);
  return { people: [...ids(staff), ...ids(guardians)], students: ids(students) };
}

/** A date that is stored under the current key already keeps what is stored, so that nothing seems to change. */
async function birthKeysOf({ scope, settings }: ImportContext, files: ReadFiles, records: SchoolRecords) {
  const { schoolId } = scope;
  const ring = settings.SIGNING_KEYS;
  const stored = new Map(records.students.map((row) => [row.externalId, row.birthKey]));
  const entries = files.students.map(async ({ student_id: externalId, date_of_birth: iso }) => {
    const old = stored.get(externalId) ?? "";
    const keep = old.startsWith(`${ring.current}.`) && (await sameBirth(ring, { schoolId, externalId }, old, iso));
    return [externalId, keep ? old : await birthKey(ring, { schoolId, externalId }, iso)] as const;
  });
  return new Map(await Promise.all(entries));
}
