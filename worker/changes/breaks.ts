import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { BreakId, EveningId, TeacherId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { claims, teacherBreaks } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { type Grid, unitsOf } from "../rules/booking/grid.ts";
import { audited } from "./audit.ts";
import { timesFreed } from "./freed-times.ts";
import { lapsedHoldsDropped } from "./time-held.ts";

export type BreakRow = {
  id: BreakId;
  teacherId: TeacherId;
  kind: "break" | "before" | "after";
  startsAt: number;
  endsAt: number;
};

export type BreaksChange = {
  rows: readonly BreakRow[];
  /** Which rows of the evening's go: a condition on `teacher_breaks`. */
  old: SQL;
  /** Whose claims are made anew. */
  teacherIds: readonly TeacherId[];
  action: "break.added" | "break.removed" | "hours.set";
};

/**
 * Teachers' breaks or own hours in an evening change, all of them or none, and their claims are made anew from what is left: whatever overlaps
 * whatever, the two agree. In a published evening a break takes time by the same key as a booking does: refused as `in-the-way` where the
 * time is given away, whichever of the two came first. Sent twice, the same id is one break.
 */
export function breaksChanged(scope: Scope, evening: Grid & { id: EveningId }, change: BreaksChange): Statement[] {
  const { db, schoolId } = scope;
  const { rows, old, teacherIds, action } = change;
  const ofEvening = and(eq(teacherBreaks.schoolId, schoolId), eq(teacherBreaks.eveningId, evening.id));
  const theirs = and(
    eq(claims.schoolId, schoolId),
    eq(claims.eveningId, evening.id),
    inList(claims.personId, teacherIds),
  );
  return [
    guardStatement(db, [{ name: "in-the-way", broken: wouldCover(scope, evening, rows) }]),
    db.delete(claims).where(and(theirs, isNull(claims.appointmentId), isNull(claims.proposalId))),
    db.delete(teacherBreaks).where(and(ofEvening, old)),
    inserted(scope, evening.id, rows),
    ...breaksClaimed(scope, evening, teacherIds),
    timesFreed(
      scope,
      sql`SELECT ${evening.id} AS evening_id, value AS teacher_id FROM json_each(${JSON.stringify(teacherIds)})`,
    ),
    audited(scope, action, evening.id),
  ];
}

/** Claims every break of a published evening, or those of some teachers: put it after what publishes it. */
export function breaksClaimed(
  scope: Scope,
  evening: Grid & { id: EveningId },
  teacherIds: readonly TeacherId[] | null,
): Statement[] {
  const units = breakUnits(scope, evening, teacherIds);
  return [
    lapsedHoldsDropped(scope, sql`SELECT b.teacher_id AS person_id, u.value AS unit_at ${units}`),
    scope.db.insert(claims).select(
      sql`SELECT DISTINCT b.school_id, b.teacher_id, u.value, b.evening_id, NULL, NULL, NULL ${units}
        AND EXISTS (SELECT 1 FROM evenings AS e WHERE e.school_id = b.school_id AND e.id = b.evening_id AND e.state = 'published')`,
    ),
  ];
}

/** A break's time is given away to something that isn't a break of this evening. */
export function unclaimable(
  scope: Scope,
  evening: Grid & { id: EveningId },
  teacherIds: readonly TeacherId[] | null,
): SQL {
  return sql`EXISTS (SELECT 1 FROM claims AS c WHERE c.school_id = ${scope.schoolId} AND (c.person_id, c.unit_at) IN (
    SELECT b.teacher_id, u.value ${breakUnits(scope, evening, teacherIds)}) AND (c.held_until IS NULL OR c.held_until > ${scope.now}))`;
}

function breakUnits(
  { schoolId }: Scope,
  evening: Grid & { id: EveningId },
  teacherIds: readonly TeacherId[] | null,
): SQL {
  const chosen = teacherIds ? sql`AND ${inList(sql`b.teacher_id`, teacherIds)}` : sql``;
  return sql`FROM teacher_breaks AS b JOIN json_each(${JSON.stringify(unitsOf(evening))}) AS u ON u.value >= b.starts_at AND u.value < b.ends_at
    WHERE b.school_id = ${schoolId} AND b.evening_id = ${evening.id} ${chosen}`;
}

/** A new row's time is given away to an appointment, to a hold that lasts, or to another evening's break. */
function wouldCover({ schoolId, now }: Scope, evening: Grid & { id: EveningId }, rows: readonly BreakRow[]): SQL {
  return sql`EXISTS (SELECT 1 FROM evenings AS e CROSS JOIN json_each(${JSON.stringify(rows)}) AS r CROSS JOIN claims AS c
      ON c.school_id = ${schoolId} AND c.person_id = r.value ->> '$.teacherId'
        AND c.unit_at >= r.value ->> '$.startsAt' AND c.unit_at < r.value ->> '$.endsAt'
    WHERE e.school_id = ${schoolId} AND e.id = ${evening.id} AND e.state = 'published'
      AND (c.held_until IS NULL OR c.held_until > ${now})
      AND NOT (c.evening_id = ${evening.id} AND c.appointment_id IS NULL AND c.proposal_id IS NULL))`;
}

/** One parameter however many teachers: a school-wide break is a row for each of them. */
function inserted({ db, schoolId }: Scope, eveningId: EveningId, rows: readonly BreakRow[]): Statement {
  const field = (name: keyof BreakRow) => sql`r.value ->> ${`$.${name}`}`;
  return db
    .insert(teacherBreaks)
    .select(
      sql`SELECT ${schoolId}, ${field("id")}, ${eveningId}, ${field("teacherId")}, ${field("kind")},
        ${field("startsAt")}, ${field("endsAt")} FROM json_each(${JSON.stringify(rows)}) AS r WHERE true`,
    )
    .onConflictDoNothing();
}
