import { and, eq } from "drizzle-orm";
import { auditStatement } from "../../changes/audit.ts";
import { endPlaceStatements, livePlace } from "../../changes/waitlist-entries-ended.ts";
import { noteFreed } from "../../changes/freed-times.ts";
import type { Database } from "../../db/client.ts";
import { waiting } from "../../db/schema.ts";
import { schoolScope } from "../../db/scope.ts";
import { loadBoard } from "../../queries/booking-grid.ts";
import { violatedTable } from "../../rules/booking/refusal.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { slotsOfOffer } from "../../rules/booking/slots.ts";
import { mayJoinLine } from "../../rules/waitlist.ts";

type Of = { db: Database; schoolId: string; guardianId: string; now: number };
export type Wish = { id: string; eveningId: string; studentId: string; classId: string; note: string };

/**
 * Puts a guardian in line for a class whose teachers are full. Once: the key `waiting_once` decides. `not-full`: a time is free, or booking
 * isn't open. A time that became free in the same moment is offered like any other: the join notes it.
 */
export async function joinLine(of: Of, wish: Wish): Promise<"joined" | "not-full" | "unknown"> {
  const { db, schoolId, guardianId, now } = of;
  const board = await loadBoard(schoolScope(db, schoolId, now), guardianId, wish.eveningId);
  const offer = board?.offers.find((one) => one.student.id === wish.studentId && one.classId === wish.classId);
  if (!board || !offer || windowOf(board.evening, now) === "hidden") return "unknown";
  if (windowOf(board.evening, now) !== "open") return "not-full";
  if (board.line.some((place) => place.studentId === wish.studentId && place.classId === wish.classId)) return "joined";
  const { slots, own } = slotsOfOffer(board, offer, now);
  if (!mayJoinLine(board.evening, slots, own !== undefined)) return "not-full";
  const teacherIds = offer.teachers.map((teacher) => teacher.id);
  try {
    await db.batch([
      db.insert(waiting).values({ ...wish, schoolId, guardianId, state: "waiting", joinedAt: now }),
      noteFreed(schoolScope(db, schoolId, now), { eveningId: wish.eveningId, teacherIds }),
      auditStatement(schoolScope(db, schoolId, now), { actor: guardianId, action: "waiting.joined", object: wish.id }),
    ]);
  } catch (error) {
    if (violatedTable(error) !== "waiting") throw error;
  }
  return "joined";
}

/** Gives up a place in line, and the time that is held for it. Again is the same as once; false where there is no such place. */
export async function leaveLine(of: Of, waitingId: string): Promise<boolean> {
  const { db, schoolId, guardianId, now } = of;
  const mine = and(eq(waiting.schoolId, schoolId), eq(waiting.id, waitingId), eq(waiting.guardianId, guardianId));
  const place = await db.select().from(waiting).where(mine).get();
  if (!place) return false;
  await db.batch([
    ...endPlaceStatements(schoolScope(db, schoolId, now), place.eveningId, livePlace(schoolId, waitingId)),
    auditStatement(schoolScope(db, schoolId, now), { actor: guardianId, action: "waiting.left", object: waitingId }),
  ]);
  return true;
}
