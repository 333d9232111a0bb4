import { and, asc, eq, sql } from "drizzle-orm";
import { auditStatement } from "../audit/audit-statement.ts";
import { violatedTable } from "../bookings/booking-refusal.ts";
import { dropLapsedHolds } from "../bookings/booking-statements.ts";
import { type LoadedBoard, loadBoard } from "../bookings/load-board.ts";
import { type Offer, ownFor, slotsOfOffer } from "../bookings/slots.ts";
import type { Database } from "../db/client.ts";
import { inList } from "../db/json-list.ts";
import { claims, classTeachers, freedTimes, waiting } from "../db/schema.ts";
import { windowOf } from "../evenings/booking-window.ts";
import { unitsFrom } from "../evenings/grid.ts";
import type { Deps } from "../http/context.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import { offerUntil } from "./rules.ts";

type Place = typeof waiting.$inferSelect;
type Freed = typeof freedTimes.$inferSelect;

/** How much one run looks at: the next, a minute later, goes on. */
const MOST_FREED = 100;
const MOST_ASKED = 40;

/**
 * Offers times that have become free to those who wait for their teachers, first come first: each gets the earliest that fits, held by claims
 * as a booking would be, and a mail. Safe to run at any time and twice at once: whatever two runs both want, one gets.
 */
export async function offerFreedTimes({ db, clock }: Pick<Deps, "db" | "clock">): Promise<void> {
  const now = clock();
  const freed = await db.select().from(freedTimes).orderBy(asc(freedTimes.freedAt)).limit(MOST_FREED);
  const evenings = Map.groupBy(freed, (row) => JSON.stringify([row.schoolId, row.eveningId]));
  for (const rows of evenings.values()) if (await askLine(db, rows, now)) await forget(db, rows);
}

/** True once the whole line has been asked. */
async function askLine(db: Database, rows: Freed[], now: number): Promise<boolean> {
  const [first] = rows;
  if (!first) return true;
  const teacherIds = rows.map((row) => row.teacherId);
  const line = await lineFor(db, first, teacherIds);
  for (const place of line.slice(0, MOST_ASKED)) await offerTo(db, place, now);
  return line.length <= MOST_ASKED;
}

function lineFor(db: Database, { schoolId, eveningId }: Freed, teacherIds: string[]): Promise<Place[]> {
  const taught = sql`SELECT ${classTeachers.classId} FROM ${classTeachers}
    WHERE ${and(eq(classTeachers.schoolId, schoolId), inList(classTeachers.teacherId, teacherIds))}`;
  return db
    .select()
    .from(waiting)
    .where(
      and(
        eq(waiting.schoolId, schoolId),
        eq(waiting.eveningId, eveningId),
        eq(waiting.state, "waiting"),
        sql`${waiting.classId} IN (${taught})`,
      ),
    )
    .orderBy(asc(waiting.joinedAt), asc(waiting.id))
    .limit(MOST_ASKED + 1);
}

async function offerTo(db: Database, place: Place, now: number): Promise<void> {
  const board = await loadBoard(db, place.schoolId, place.guardianId, place.eveningId, now);
  const offer = board?.offers.find((one) => one.student.id === place.studentId && one.classId === place.classId);
  if (!board || !offer || ownFor(board, offer)) return leaveLine(db, place);
  if (windowOf(board.evening, now) !== "open") return;
  const free = slotsOfOffer(board, offer, now).slots.find((slot) => slot.state.kind === "free");
  const until = free && offerUntil(board.evening, free.startsAt, now);
  if (!free || !until) return;
  try {
    await hold(db, place, { board, offer, startsAt: free.startsAt, until }, now);
  } catch (error) {
    // Somebody took the time, or the place was offered another, a moment ago.
    if (violatedTable(error) !== "claims") throw error;
  }
}

type Held = { board: LoadedBoard; offer: Offer; startsAt: number; until: number };

async function hold(db: Database, place: Place, { board, offer, startsAt, until }: Held, now: number): Promise<void> {
  const { schoolId, id, eveningId, guardianId } = place;
  const nonce = crypto.randomUUID();
  const units = unitsFrom(startsAt, offer.units, board.evening);
  const teacherIds = offer.teachers.map((teacher) => teacher.id);
  const people = [guardianId, ...teacherIds];
  const offered = sql`EXISTS (SELECT 1 FROM waiting AS w WHERE w.school_id = ${schoolId} AND w.id = ${id} AND w.nonce = ${nonce})`;
  await db.batch([
    dropLapsedHolds(db, schoolId, { guardianId, teacherIds, units }, now),
    db
      .update(waiting)
      .set({
        ...{ state: "offered", offeredAt: now, startsAt, heldUntil: until, nonce },
        appointmentId: crypto.randomUUID(),
      })
      .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, id), eq(waiting.state, "waiting"))),
    // Where the place was no longer waiting, the evening is NULL, which the column refuses: nothing of the batch is kept.
    db.insert(claims).select(
      sql`SELECT ${schoolId}, p.value, u.value, CASE WHEN ${offered} THEN ${eveningId} END, NULL, ${id}, ${until}
          FROM json_each(${JSON.stringify(people)}) AS p, json_each(${JSON.stringify(units)}) AS u`,
    ),
    enqueueMail(db, schoolId, { kind: "waiting_list_offer", waitingId: id }, now),
    auditStatement(db, schoolId, { actor: "system", action: "waiting.offered", object: id }, now),
  ]);
}

/** For whoever has the appointment by now, or whose class no longer takes part. */
async function leaveLine(db: Database, { schoolId, id }: Place): Promise<void> {
  await db
    .update(waiting)
    .set({ state: "left" })
    .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, id), eq(waiting.state, "waiting")));
}

/** Only what was there when the line was asked: a time freed since keeps its row, because that is newer. */
async function forget(db: Database, rows: Freed[]): Promise<void> {
  const seen = JSON.stringify(rows.map((row) => [row.schoolId, row.eveningId, row.teacherId, row.freedAt]));
  await db.delete(freedTimes).where(
    sql`(school_id, evening_id, teacher_id, freed_at) IN (
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(${seen}))`,
  );
}
