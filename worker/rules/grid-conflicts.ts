import { type SQL, sql } from "drizzle-orm";
import type { EveningId } from "../db/ids.ts";
import type { Scope } from "../db/scope.ts";
import { mayBookRow } from "./booking/may-book.ts";

/**
 * Two grids that don't share their units would let one person's minute be claimed twice. Who takes part in this evening and in a published one
 * that overlaps it on another grid, teachers, and guardians with a child in each: a query with a row for each person and other evening.
 * `classes`: a query for the classes that are to take part in this one, with the column `class_id`; without it, those that do.
 */
export function peopleOnOtherGrids({ schoolId }: Scope, eveningId: EveningId, classes?: SQL): SQL {
  const partOf = (evening: SQL) =>
    sql`SELECT class_id FROM evening_classes WHERE school_id = ${schoolId} AND evening_id = ${evening}`;
  const here = classes ?? partOf(sql`${eveningId}`);
  const taught = (taking: SQL) => sql`SELECT ct.teacher_id FROM class_teachers AS ct
    WHERE ct.school_id = ${schoolId} AND ct.class_id IN (${taking})`;
  const invited = (taking: SQL) => sql`SELECT g.guardian_id FROM enrolments AS en
    JOIN guardianships AS g ON g.school_id = en.school_id AND g.student_id = en.student_id AND ${mayBookRow("g")}
    WHERE en.school_id = ${schoolId} AND en.class_id IN (${taking})`;
  const there = partOf(sql`other.id`);
  return sql`SELECT other.name AS name, p.id AS person_id, p.role AS role, p.title || ' ' || p.surname AS person
    FROM evenings AS this JOIN evenings AS other ON other.school_id = this.school_id AND other.id <> this.id
      AND other.state = 'published' AND other.starts_at < this.ends_at AND this.starts_at < other.ends_at
      AND (other.slot_seconds <> this.slot_seconds OR (other.starts_at - this.starts_at) % (this.slot_seconds * 1000) <> 0)
    JOIN people AS p ON p.school_id = this.school_id
      AND ((p.id IN (${taught(here)}) AND p.id IN (${taught(there)}))
        OR (p.id IN (${invited(here)}) AND p.id IN (${invited(there)})))
    WHERE this.school_id = ${schoolId} AND this.id = ${eveningId}`;
}
