import { type SQL, sql } from "drizzle-orm";
import type { GuardRule } from "../../db/guard.ts";
import type { HoldId } from "../../db/ids.ts";
import type { Given } from "../../db/prepared-batch.ts";
import { classTaken } from "./class-once.ts";
import { FAMILY_RULES } from "./family-rules.ts";
import { timeTaken } from "./free-time.ts";
import { offGrid } from "./grid.ts";
import { tooLate } from "./lead-time.ts";
import { mayBookJoin } from "./may-book.ts";
import { overlapsOwn } from "./overlap.ts";
import { windowClosed } from "./window.ts";
import type { Wish } from "./wish.ts";

/**
 * What the rules' conditions look at: `w`, a row of the wish, and beside it `evenings`, the class's part in the evening (`ec`), the
 * guardianship (`g`) and the enrolment (`en`), each NULL where there is none. LEFT JOIN keeps the order written.
 */
export function wished({ scope, guardianId, eveningId, rows }: Wish): SQL {
  const { schoolId } = scope;
  return sql`(${rows}) AS w
    LEFT JOIN evenings ON evenings.school_id = ${schoolId} AND evenings.id = ${eveningId}
    LEFT JOIN evening_classes AS ec ON ec.school_id = ${schoolId} AND ec.evening_id = ${eveningId} AND ec.class_id = w.class_id
    LEFT JOIN ${mayBookJoin(schoolId, guardianId, sql`w.student_id`)}
    LEFT JOIN enrolments AS en ON en.school_id = ${schoolId} AND en.class_id = w.class_id AND en.student_id = w.student_id`;
}

/**
 * Every rule for a time that is to be booked, in the order in which a person is told. `hold`: whose held claims don't count. `closed`: when
 * the evening takes it no more; what was promised to a guardian for minutes outlasts an earlier close of booking.
 */
export function rulesOfNew(
  wish: Wish,
  hold?: Given<HoldId>,
  closed = windowClosed(wish.scope, wish.guardianId),
): GuardRule[] {
  return [
    ...rulesOfEvening(wish, closed),
    { name: "already", broken: classTaken(wish) },
    { name: "stale", broken: idUsed(wish) },
    { name: "late", broken: tooLate(sql`w.starts_at`, wish.scope.now) },
    ...FAMILY_RULES.map(({ name, broken }) => ({ name, broken: broken(wish) })),
    ...rulesOfTime(wish, hold),
  ];
}

/** Every rule for an appointment that is to be moved: `wish.rows` has its id, its class and the new time. */
export function rulesOfMove(wish: Wish): GuardRule[] {
  const { now } = wish.scope;
  return [
    ...rulesOfEvening(wish, windowClosed(wish.scope, wish.guardianId)),
    { name: "stale", broken: sql`NOT EXISTS (${own(wish)} AND mine.starts_at <> w.starts_at)` },
    { name: "late", broken: tooLate(sql`w.starts_at`, now) },
    { name: "late", broken: sql`EXISTS (${own(wish)} AND ${tooLate(sql`mine.starts_at`, now)})` },
    ...rulesOfTime(wish),
  ];
}

function rulesOfEvening(wish: Wish, closed: SQL): GuardRule[] {
  return [
    { name: "unknown", broken: nothingToBook(wish) },
    { name: "not-open", broken: closed },
    { name: "no-such-time", broken: offGrid(sql`w.starts_at`, sql`ec.units`) },
  ];
}

function rulesOfTime(wish: Wish, hold?: Given<HoldId>): GuardRule[] {
  return [
    { name: "clash", broken: overlapsOwn(wish) },
    { name: "taken", broken: timeTaken(wish, hold) },
  ];
}

/** No such evening, or nothing of this guardian's in it, or nobody who teaches it. */
function nothingToBook({ scope }: Wish): SQL {
  return sql`(evenings.id IS NULL OR evenings.state = 'draft' OR ec.units IS NULL OR g.student_id IS NULL OR en.student_id IS NULL
    OR NOT EXISTS (SELECT 1 FROM class_teachers AS ct WHERE ct.school_id = ${scope.schoolId} AND ct.class_id = w.class_id))`;
}

/** Somebody has an appointment of this id, booked or not. */
function idUsed({ scope }: Wish): SQL {
  return sql`EXISTS (SELECT 1 FROM appointments AS used WHERE used.school_id = ${scope.schoolId} AND used.id = w.id)`;
}

function own({ scope, guardianId, eveningId }: Wish): SQL {
  return sql`SELECT 1 FROM appointments AS mine WHERE mine.school_id = ${scope.schoolId} AND mine.id = w.id
    AND mine.guardian_id = ${guardianId} AND mine.evening_id = ${eveningId} AND mine.student_id = w.student_id
    AND mine.class_id = w.class_id AND mine.state = 'booked'`;
}
