import type { PersonId, StudentId } from "../../db/ids.ts";
import type { ReadFiles } from "./import-files.ts";
import type { ImportChange, Plan, SchoolRecords } from "./import-plan.ts";

type Row = {
  id: string;
  externalId: string;
  forename: string;
  surname: string;
  endedAt: number | null;
  corrected: string;
};
export type AbsentPerson = { id: string; name: string };

/** Who is in the records and not in the files: they may have left. */
export type Absent = { staff: AbsentPerson[]; students: AbsentPerson[]; guardians: AbsentPerson[] };

/** Who had left by an import and is in the files again. */
export type Returned = { people: PersonId[]; students: StudentId[] };

/** `isOurs`: an id in the school's system that the office made up, so that no file can have it. */
export function whoIsAbsent(files: ReadFiles, now: SchoolRecords, isOurs: (externalId: string) => boolean): Absent {
  const missing = (rows: readonly Row[], listed: readonly string[]) => {
    const there = new Set(listed);
    return rows
      .filter((row) => row.endedAt === null && !there.has(row.externalId) && !isOurs(row.externalId))
      .map(({ id, forename, surname }) => ({ id, name: `${surname}, ${forename}` }))
      .sort((a, b) => a.name.localeCompare(b.name, "en"));
  };
  const { staff, students, guardians } = idsOf(files);
  return {
    staff: missing(now.staff, staff),
    students: missing(now.students, students),
    guardians: missing(now.guardians, guardians),
  };
}

/** Whom the office ended stays out, whatever files say. */
export function whoIsBack(files: ReadFiles, now: SchoolRecords): Returned {
  const back = (rows: readonly Row[], listed: readonly string[]) => {
    const there = new Set(listed);
    return rows
      .filter((row) => row.endedAt !== null && there.has(row.externalId) && !isEndedByOffice(row))
      .map(({ id }) => id);
  };
  const { staff, students, guardians } = idsOf(files);
  return {
    people: [...back(now.staff, staff), ...back(now.guardians, guardians)],
    students: back(now.students, students),
  };
}

function idsOf({ staff, students, guardians }: ReadFiles) {
  return {
    staff: staff.map((row) => row.staff_id),
    students: students.map((row) => row.student_id),
    guardians: guardians.map((row) => row.guardian_id),
  };
}

function isEndedByOffice({ corrected }: Row): boolean {
  return (JSON.parse(corrected) as string[]).includes("endedAt");
}

/**
 * The plan as it is where people have left: whoever stays out teaches no class and may not book, whatever the files say. The guardianships of
 * whoever is not in the files stay, so that what they have booked is decided by the office and not cancelled, and a court order is not
 * forgotten; unless they leave by this import (`haveLeft`), so do their classes.
 */
export function withoutTheEnded(
  plan: Plan,
  now: SchoolRecords,
  back: Returned,
  absent: Absent,
  haveLeft: boolean,
): Plan {
  const returned = new Set<string>([...back.people, ...back.students]);
  const ended = [...now.staff, ...now.guardians, ...now.students].filter((row) => row.endedAt !== null);
  const out = new Set<string>(ended.map(({ id }) => id).filter((id) => !returned.has(id)));
  const missing = Object.values(absent)
    .flat()
    .map(({ id }) => id);
  const gone = new Set([...missing, ...out]);
  const stays = new Set(haveLeft ? [] : missing);
  return {
    ...plan,
    class_teachers: kept(withoutTeachers(plan.class_teachers, out), ({ teacherId }) => stays.has(teacherId)),
    enrolment: kept(plan.enrolment, ({ studentId }) => stays.has(studentId)),
    guardianships: kept(
      withoutGuardians(plan.guardianships, now.guardianships, out),
      ({ guardianId, studentId }) => gone.has(guardianId) || gone.has(studentId),
    ),
  };
}

/** The change without taking these rows away. */
function kept<Row>(change: ImportChange<Row>, stays: (row: Row) => boolean): ImportChange<Row> {
  const remove = change.remove.filter((row) => !stays(row));
  return { ...change, remove, counts: { ...change.counts, remove: remove.length } };
}

function withoutTeachers(change: Plan["class_teachers"], out: ReadonlySet<string>): Plan["class_teachers"] {
  const write = change.write.filter(({ teacherId }) => !out.has(teacherId));
  return {
    ...change,
    write,
    counts: { ...change.counts, create: change.counts.create - (change.write.length - write.length) },
  };
}

type Guardianship = SchoolRecords["guardianships"][number];

function withoutGuardians(
  change: Plan["guardianships"],
  known: readonly Guardianship[],
  out: ReadonlySet<string>,
): Plan["guardianships"] {
  const keyOf = ({ guardianId, studentId }: Guardianship) => JSON.stringify([guardianId, studentId]);
  const before = new Map(known.map((row) => [keyOf(row), row]));
  const isOut = (row: Guardianship) => out.has(row.guardianId) || out.has(row.studentId);
  const planned = change.write.map((row) => (isOut(row) ? { ...row, mayBook: false } : row));
  const write = planned.filter((row) => !isOut(row) || !isSame(before.get(keyOf(row)), row));
  const unchanged = planned.length - write.length;
  const { counts } = change;
  return {
    ...{ ...change, write },
    counts: { ...counts, update: counts.update - unchanged, same: counts.same + unchanged },
  };
}

function isSame(before: Guardianship | undefined, now: Guardianship): boolean {
  return before !== undefined && (Object.keys(now) as (keyof Guardianship)[]).every((key) => before[key] === now[key]);
}
