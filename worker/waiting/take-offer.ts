import { and, eq, gt, sql } from "drizzle-orm";
import { auditStatement } from "../audit/audit-statement.ts";
import { violatedTable } from "../bookings/booking-refusal.ts";
import { bookStatements } from "../bookings/booking-statements.ts";
import { loadBoard } from "../bookings/load-board.ts";
import type { Database } from "../db/client.ts";
import { claims, waiting } from "../db/schema.ts";
import { windowOf } from "../evenings/booking-window.ts";
import { endOf, unitsFrom } from "../evenings/grid.ts";
import { enqueueMail } from "../mail/enqueue.ts";
import { noticeStatements } from "../rooms/notices.ts";

type Of = { db: Database; schoolId: string; now: number };
export type Place = typeof waiting.$inferSelect;

/** `over`: the offer has run out, or was given up. `cannot`: the evening's rules forbid it now, though the time was held. */
export type Taken = "taken" | "over" | "cannot";

/**
 * Turns the held time into a booked appointment, whole or not at all. Pressed twice it is booked once. Whether the offer still holds is
 * decided in the batch by the server's clock; a lapsed one books nothing, even while the time is free.
 */
export async function takeOffer({ db, schoolId, now }: Of, place: Place): Promise<Taken> {
  if (place.state === "taken") return "taken";
  const { id, eveningId, guardianId, studentId, classId, startsAt, appointmentId, note } = place;
  if (place.state !== "offered" || startsAt === null || appointmentId === null) return "over";
  const board = await loadBoard(db, schoolId, guardianId, eveningId, now);
  const offer = board?.offers.find((one) => one.student.id === studentId && one.classId === classId);
  if (!board || !offer || windowOf(board.evening, now) !== "open") return "cannot";
  const booking = {
    ...{ id: appointmentId, eveningId, guardianId, studentId, classId, startsAt, note },
    endsAt: endOf(board.evening, startsAt, offer.units),
    teacherIds: offer.teachers.map((teacher) => teacher.id),
    units: unitsFrom(startsAt, offer.units, board.evening),
  };
  const renewed = board.evening.ending === "until-next" ? noticeStatements(db, schoolId, [appointmentId], now) : [];
  try {
    await db.batch([
      ...takeStatements(db, schoolId, id, now),
      ...bookStatements(db, schoolId, booking, now),
      ...renewed,
      enqueueMail(db, schoolId, { kind: "booking_confirmation", guardianId, eveningId }, now),
      auditStatement(db, schoolId, { actor: guardianId, action: "waiting.taken", object: id }, now),
    ]);
    return "taken";
  } catch (error) {
    const table = violatedTable(error);
    if (!table) throw error;
    return explain(db, schoolId, id, table);
  }
}

/** Marks the offer as taken and lets its claims go, to be made anew by the booking; the second fails the batch where the first did nothing. */
function takeStatements(db: Database, schoolId: string, id: string, now: number) {
  const nonce = crypto.randomUUID();
  const thisOne = and(eq(waiting.schoolId, schoolId), eq(waiting.id, id));
  return [
    db
      .update(waiting)
      .set({ state: "taken", nonce })
      .where(and(thisOne, eq(waiting.state, "offered"), gt(waiting.heldUntil, now))),
    db
      .update(waiting)
      .set({ state: sql`CASE WHEN ${waiting.nonce} = ${nonce} THEN ${waiting.state} END` })
      .where(thisOne),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), eq(claims.proposalId, id))),
  ] as const;
}

async function explain(db: Database, schoolId: string, id: string, table: string): Promise<Taken> {
  const place = await db
    .select()
    .from(waiting)
    .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, id)))
    .get();
  if (place?.state === "taken") return "taken";
  return table === "waiting" ? "over" : "cannot";
}
