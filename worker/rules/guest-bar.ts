import { type SQL, sql } from "drizzle-orm";
import type { SchoolId } from "../db/ids.ts";
import { isThere, mayBookRow } from "./booking/may-book.ts";
import { foldEmail, foldName } from "./fold.ts";

/** Why the school looks at an invite before it is sent, in the order in which the strongest is told. */
export const HELD_BECAUSE = ["barred_address", "barred_name", "no_guests"] as const;
export type HeldBecause = (typeof HELD_BECAUSE)[number];

const TITLES = new Set([
  "mr",
  "mrs",
  "ms",
  "miss",
  "mx",
  "dr",
  "prof",
  "professor",
  "sir",
  "dame",
  "lady",
  "lord",
  "rev",
]);

/** What an invite's guest is compared by. A title in front takes no part. */
export function guestKeys({ name, email }: { name: string; email: string }): { nameKey: string; emailKey: string } {
  const words = name.split(/\s+/).map(foldName).filter(Boolean);
  const named = words.length > 1 && TITLES.has(words[0] ?? "") ? words.slice(1) : words;
  return { nameKey: named.join(""), emailKey: foldEmail(email) };
}

/** The keys of a guest, and the student whose calls they would be in: expressions of the query. */
export type GuestOf = { schoolId: SchoolId; studentId: SQL; nameKey: SQL; emailKey: SQL };

/**
 * Why a guest is kept from a student's calls, the strongest reason as one of `HELD_BECAUSE`, NULL where nothing is: an expression. Somebody is
 * kept from them whom the records name as a guardian who may not book for the student. A name is the same with other names in the middle, or
 * with the surname first.
 */
export function guestBarred({ schoolId, studentId, nameKey, emailKey }: GuestOf): SQL {
  const barred = (same: SQL) => sql`EXISTS (SELECT 1 FROM guardianships AS g
    CROSS JOIN people AS p ON p.school_id = g.school_id AND p.id = g.guardian_id
    WHERE g.school_id = ${schoolId} AND g.student_id = ${studentId} AND NOT ${mayBookRow("g")} AND ${isThere("g")} AND ${same})`;
  const forename = sql`substr(p.name_key, 1, instr(p.name_key, ' ') - 1)`;
  const surname = sql`substr(p.name_key, instr(p.name_key, ' ') + 1)`;
  const sameName = sql`${forename} <> '' AND ${surname} <> '' AND (${nameKey} = ${surname} || ${forename}
    OR substr(${nameKey}, 1, length(${forename})) = ${forename} AND substr(${nameKey}, -length(${surname})) = ${surname}
      AND length(${nameKey}) >= length(${forename}) + length(${surname}))`;
  return sql`CASE
    WHEN ${barred(sql`p.email_key <> '' AND p.email_key = ${emailKey}`)} THEN 'barred_address'
    WHEN ${barred(sameName)} THEN 'barred_name'
    WHEN EXISTS (SELECT 1 FROM students AS s WHERE s.school_id = ${schoolId} AND s.id = ${studentId} AND s.guests_allowed = 0)
      THEN 'no_guests' END`;
}

/** How strong a reason is, 0 for none: an expression of one. */
export function strengthOf(because: SQL): SQL {
  const cases = HELD_BECAUSE.map(
    (name, at) => sql`WHEN ${sql.raw(`'${name}'`)} THEN ${sql.raw(String(HELD_BECAUSE.length - at))}`,
  );
  return sql`CASE ${because} ${sql.join(cases, sql` `)} ELSE 0 END`;
}

/** The reason of a strength, as `strengthOf` has it. */
export function ofStrength(strength: SQL): SQL {
  const cases = HELD_BECAUSE.map(
    (name, at) => sql`WHEN ${sql.raw(String(HELD_BECAUSE.length - at))} THEN ${sql.raw(`'${name}'`)}`,
  );
  return sql`CASE ${strength} ${sql.join(cases, sql` `)} END`;
}
