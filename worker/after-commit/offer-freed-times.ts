import { and, asc, eq, sql } from "drizzle-orm";
import { auditStatement } from "../changes/audit.ts";
import { dropLapsedHolds } from "../changes/booking-statements.ts";
import { enqueueMail } from "../changes/enqueue-mail.ts";
import type { Database } from "../db/client.ts";
import { inList } from "../db/json-list.ts";
import { claims, classTeachers, freedTimes, waiting } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import type { Deps } from "../http/context.ts";
import { type LoadedBoard, loadBoard } from "../queries/booking-grid.ts";
import { violatedTable } from "../rules/booking/refusal.ts";
import { windowOf } from "../rules/booking/window.ts";
import { unitsFrom } from "../rules/booking/grid.ts";
import { type Offer, ownFor, slotsOfOffer } from "../rules/booking/slots.ts";
import { offerUntil } from "../rules/waitlist.ts";

type Place = typeof waiting.$inferSelect;
type Freed = typeof freedTimes.$inferSelect;

/** How much one run looks at: the next, a minute later, goes on. */
const MOST_FREED = 100;
const MOST_ASKED = 40;
/** How often it begins again because times changed while the line was asked. */
const MOST_TRIES = 3;

/**
 * Offers times that have become free to those who wait for their teachers, first come first: each gets the earliest that fits, held by claims
 * as a booking would be, and a mail. Safe to run at any time and twice at once: whatever two runs both want, one gets.
 */
export async function offerFreedTimes({ db, clock }: Pick<Deps, "db" | "clock">): Promise<void> {
  const now = clock();
  for (let tries = 0; tries < MOST_TRIES; tries += 1) if ((await askLines(db, now)) === "asked") return;
}

/** `changed`: times were freed or taken meanwhile, so that whoever was asked before might want them. */
type Asked = "asked" | "changed";

async function askLines(db: Database, now: number): Promise<Asked> {
  const freed = await db.select().from(freedTimes).orderBy(asc(freedTimes.freedAt)).limit(MOST_FREED);
  const evenings = Map.groupBy(freed, (row) => JSON.stringify([row.schoolId, row.eveningId]));
  let all: Asked = "asked";
  for (const rows of evenings.values()) if ((await askLine(db, rows, now)) === "changed") all = "changed";
  return all;
}

async function askLine(db: Database, rows: Freed[], now: number): Promise<Asked> {
  const [first] = rows;
  if (!first) return "asked";
  const line = await lineFor(
    db,
    first,
    rows.map((row) => row.teacherId),
  );
  for (const place of line.slice(0, MOST_ASKED))
    if ((await offerTo(db, place, rows, now)) === "changed") return "changed";
  if (line.length <= MOST_ASKED) await forget(db, rows);
  return "asked";
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

async function offerTo(db: Database, place: Place, rows: Freed[], now: number): Promise<Asked> {
  const board = await loadBoard(schoolScope(db, place.schoolId, now), place.guardianId, place.eveningId);
  const offer = board?.offers.find((one) => one.student.id === place.studentId && one.classId === place.classId);
  if (!board || !offer || ownFor(board, offer)) {
    await leaveLine(db, place);
    return "asked";
  }
  if (windowOf(board.evening, now) !== "open") return "asked";
  const free = slotsOfOffer(board, offer, now).slots.find((slot) => slot.state.kind === "free");
  const until = free && offerUntil(board.evening, free.startsAt, now);
  if (!free || !until) return "asked";
  try {
    await hold(db, place, { board, offer, startsAt: free.startsAt, until, rows }, now);
    return "asked";
  } catch (error) {
    if (violatedTable(error) !== "claims") throw error;
    return "changed";
  }
}

type Held = { board: LoadedBoard; offer: Offer; startsAt: number; until: number; rows: Freed[] };

/** Fails where somebody took the time or the place was offered another a moment ago, or more was freed than this run knows of. */
async function hold(db: Database, place: Place, held: Held, now: number): Promise<void> {
  const { board, offer, startsAt, until, rows } = held;
  const { schoolId, id, eveningId, guardianId } = place;
  const nonce = crypto.randomUUID();
  const units = unitsFrom(startsAt, offer.units, board.evening);
  const teacherIds = offer.teachers.map((teacher) => teacher.id);
  const people = [guardianId, ...teacherIds];
  const offered = sql`EXISTS (SELECT 1 FROM waiting AS w WHERE w.school_id = ${schoolId} AND w.id = ${id} AND w.nonce = ${nonce})`;
  // What was freed since the line was read may be for somebody who has been asked already and comes before.
  const isLatest = sql`NOT EXISTS (SELECT 1 FROM freed_times AS f WHERE f.school_id = ${schoolId} AND f.evening_id = ${eveningId}
    AND ${inList(sql`f.teacher_id`, teacherIds)} AND (f.teacher_id, f.freed_at) NOT IN (
      SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(rows.map((row) => [row.teacherId, row.freedAt]))})))`;
  await db.batch([
    dropLapsedHolds(schoolScope(db, schoolId, now), { guardianId, teacherIds, units }),
    db
      .update(waiting)
      .set({
        ...{ state: "offered", offeredAt: now, startsAt, heldUntil: until, nonce },
        appointmentId: crypto.randomUUID(),
      })
      .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, id), eq(waiting.state, "waiting"))),
    // Where the place was no longer waiting, or more was freed meanwhile, the evening is NULL, which the column refuses: nothing of the batch is kept.
    db.insert(claims).select(
      sql`SELECT ${schoolId}, p.value, u.value, CASE WHEN ${offered} AND ${isLatest} THEN ${eveningId} END, NULL, ${id}, ${until}
          FROM json_each(${JSON.stringify(people)}) AS p, json_each(${JSON.stringify(units)}) AS u`,
    ),
    enqueueMail(schoolScope(db, schoolId, now), { kind: "waiting_list_offer", waitingId: id }),
    auditStatement(schoolScope(db, schoolId, now), { actor: "system", action: "waiting.offered", object: id }),
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
