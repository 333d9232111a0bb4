import { type SQL, sql } from "drizzle-orm";
import { assertNever } from "../../durable-objects/assert-never.ts";
import type { EveningId, SchoolId } from "../db/ids.ts";
import { isThere, mayBookRow } from "../rules/booking/may-book.ts";
import type { SearchWord } from "../rules/records-search.ts";

export const RECORDS_KINDS = ["students", "guardians", "staff", "classes"] as const;
export type RecordsKind = (typeof RECORDS_KINDS)[number];

/** What a list shows of its kind: those who are here, unless it says otherwise. The last three are of one evening. */
export const RECORDS_FILTERS = [
  "may-book",
  "barred",
  "no-email",
  "bounced",
  "teachers",
  "left",
  "no-booking",
  "booked",
  "cannot-come",
] as const;
export type RecordsFilter = (typeof RECORDS_FILTERS)[number];

const THERE = isThere("g");

/**
 * The condition that a row `r` of the kind has a word in it: a part of a name or an address, the beginning of an id or of a class's code. A
 * student is found by a guardian's address too, a guardian by a class of their child.
 */
export function hasWord(schoolId: SchoolId, kind: RecordsKind, word: SearchWord): SQL {
  const id = sql`substr(lower(r.external_id), 1, length(${word.id})) = ${word.id}`;
  const name = word.name === "" ? sql`0` : sql`instr(r.name_key, ${word.name}) > 0`;
  const email = sql`instr(r.email_key, ${word.email}) > 0`;
  const inClass = studentsInClass(schoolId, word);
  switch (kind) {
    case "students":
      return sql`(${name} OR ${id} OR lower(r.registration_group) = ${word.id} OR r.id IN (${inClass})
        OR r.id IN (${studentsByAddress(schoolId, word)}))`;
    case "guardians":
      return sql`(${name} OR ${email} OR ${id} OR r.id IN (SELECT g.guardian_id FROM guardianships AS g
        WHERE g.school_id = ${schoolId} AND ${THERE} AND g.student_id IN (${inClass})))`;
    case "staff":
      return sql`(${name} OR ${email} OR ${id} OR r.id IN (SELECT t.teacher_id
        FROM (${classesOf(schoolId, word)}) AS k CROSS JOIN class_teachers AS t
          ON t.school_id = ${schoolId} AND t.class_id = k.id))`;
    case "classes":
      return sql`(instr(r.sort_key, ${word.classKey}) > 0 OR instr(lower(r.subject), ${word.id}) > 0 OR ${id}
        OR r.id IN (${classesOfTeacher(schoolId, word)}))`;
    default:
      return assertNever(kind);
  }
}

/** The classes whose code begins with a word. */
function classesOf(schoolId: SchoolId, { classKey }: SearchWord): SQL {
  return sql`SELECT id FROM classes WHERE school_id = ${schoolId} AND sort_key >= ${classKey} AND sort_key < ${`${classKey}\u{10ffff}`}`;
}

function studentsInClass(schoolId: SchoolId, word: SearchWord): SQL {
  return sql`SELECT e.student_id FROM (${classesOf(schoolId, word)}) AS k CROSS JOIN enrolments AS e
    ON e.school_id = ${schoolId} AND e.class_id = k.id`;
}

/** None for a word that is no part of an address, as most are. */
function studentsByAddress(schoolId: SchoolId, { email }: SearchWord): SQL {
  if (!email.includes("@")) return sql`SELECT NULL`;
  return sql`SELECT g.student_id FROM people AS p CROSS JOIN guardianships AS g
    ON g.school_id = p.school_id AND g.guardian_id = p.id AND ${THERE}
    WHERE p.school_id = ${schoolId} AND p.role = 'guardian' AND instr(p.email_key, ${email}) > 0`;
}

function classesOfTeacher(schoolId: SchoolId, { name }: SearchWord): SQL {
  if (name === "") return sql`SELECT NULL`;
  return sql`SELECT t.class_id FROM people AS p CROSS JOIN class_teachers AS t ON t.school_id = p.school_id AND t.teacher_id = p.id
    WHERE p.school_id = ${schoolId} AND p.role = 'teacher' AND instr(p.name_key, ${name}) > 0`;
}

/** The condition that a row `r` of the kind is on the list. `evening` is what the filters of an evening are about. */
export function isListed(
  schoolId: SchoolId,
  kind: RecordsKind,
  filter: RecordsFilter | null,
  evening: EveningId | SQL | null,
): SQL {
  if (kind === "classes") return sql`1`;
  if (filter === "left") return sql`r.ended_at IS NOT NULL`;
  const here = sql`r.ended_at IS NULL`;
  return filter === null ? here : sql`${here} AND ${filtered(schoolId, kind, filter, evening ?? "")}`;
}

type People = Exclude<RecordsKind, "classes">;

function filtered(
  schoolId: SchoolId,
  kind: People,
  filter: Exclude<RecordsFilter, "left">,
  eveningId: EveningId | SQL,
): SQL {
  const bond = kind === "students" ? sql`g.student_id = r.id` : sql`g.guardian_id = r.id`;
  const bonds = sql`SELECT 1 FROM guardianships AS g WHERE g.school_id = ${schoolId} AND ${bond} AND ${THERE}`;
  switch (filter) {
    case "may-book":
      return sql`EXISTS (${bonds} AND ${mayBookRow("g")})`;
    case "barred":
      return sql`r.id IN (${barredOf(schoolId, kind)})`;
    case "no-email":
      return kind === "students" ? sql`0` : sql`r.email_key = ''`;
    case "bounced":
      return kind === "students" ? sql`0` : sql`r.bounced_at IS NOT NULL`;
    case "teachers":
      return kind === "staff" ? sql`r.role = 'teacher'` : sql`0`;
    case "cannot-come":
      return sql`EXISTS (SELECT 1 FROM absences AS ab WHERE ab.school_id = ${schoolId} AND ab.evening_id = ${eveningId} AND ab.guardian_id = r.id)`;
    case "booked":
      return sql`EXISTS (${bookedBy(schoolId, kind, eveningId)})`;
    case "no-booking":
      return sql`EXISTS (${couldBook(schoolId, kind, eveningId)}) AND NOT EXISTS (${bookedBy(schoolId, kind, eveningId)})
        ${kind === "guardians" ? sql`AND NOT (${isTogether(schoolId, eveningId)} AND EXISTS (${bookedTogether(schoolId, eveningId)}))` : sql``}`;
    default:
      return assertNever(filter);
  }
}

/** Read once, since a school has few: who is kept from somebody who is here, or from whom somebody who is here is kept. */
function barredOf(schoolId: SchoolId, kind: People): SQL {
  const barred = sql`g.school_id = ${schoolId} AND NOT ${mayBookRow("g")} AND ${THERE} AND o.ended_at IS NULL`;
  return kind === "students"
    ? sql`SELECT g.student_id FROM guardianships AS g CROSS JOIN people AS o
        ON o.school_id = g.school_id AND o.id = g.guardian_id WHERE ${barred}`
    : sql`SELECT g.guardian_id FROM guardianships AS g CROSS JOIN students AS o
        ON o.school_id = g.school_id AND o.id = g.student_id WHERE ${barred}`;
}

/** The booked appointments of a guardian, or about a student, in an evening. */
function bookedBy(schoolId: SchoolId, kind: People, eveningId: EveningId | SQL): SQL {
  const whose = kind === "students" ? sql`a.student_id = r.id` : sql`a.guardian_id = r.id`;
  return sql`SELECT 1 FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.evening_id = ${eveningId}
    AND a.state = 'booked' AND ${whose}`;
}

/** That the guardians of a student come together to the evening, so that most need not be looked at one by one. */
function isTogether(schoolId: SchoolId, eveningId: EveningId | SQL): SQL {
  return sql`(SELECT e.together FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.id = ${eveningId})`;
}

/** Those that another guardian has booked where a student's guardians come together. */
function bookedTogether(schoolId: SchoolId, eveningId: EveningId | SQL): SQL {
  return sql`SELECT 1 FROM guardianships AS g CROSS JOIN appointments AS a
    ON a.school_id = g.school_id AND a.evening_id = ${eveningId} AND a.student_id = g.student_id AND a.state = 'booked' AND a.together = 1
    WHERE g.school_id = ${schoolId} AND g.guardian_id = r.id AND ${mayBookRow("g")}`;
}

/** That the evening has a class of a student's, or of a student for whom a guardian may book. */
function couldBook(schoolId: SchoolId, kind: People, eveningId: EveningId | SQL): SQL {
  const inEvening = sql`CROSS JOIN evening_classes AS ec
    ON ec.school_id = ${schoolId} AND ec.evening_id = ${eveningId} AND ec.class_id = e.class_id`;
  if (kind === "students")
    return sql`SELECT 1 FROM enrolments AS e ${inEvening} WHERE e.school_id = ${schoolId} AND e.student_id = r.id`;
  return sql`SELECT 1 FROM guardianships AS g
    CROSS JOIN enrolments AS e ON e.school_id = ${schoolId} AND e.student_id = g.student_id ${inEvening}
    WHERE g.school_id = ${schoolId} AND g.guardian_id = r.id AND ${mayBookRow("g")}`;
}
