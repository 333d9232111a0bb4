import { sql } from "drizzle-orm";
import { auditStatement } from "../../changes/audit-statement.ts";
import { bookStatements } from "../../changes/booking-statements.ts";
import { endPlaceStatements, livePlaces } from "../../changes/end-waitlist-entry.ts";
import { enqueueMail } from "../../changes/enqueue-mail.ts";
import {
  acceptStatements,
  bookingsOf,
  findProposal,
  letGoStatements,
  type Proposal,
  stateOf,
} from "../../changes/proposals.ts";
import { hearsOfBookings, noticeStatements } from "../../changes/room-notices.ts";
import type { Deps } from "../../http/context.ts";
import { violatedTable } from "../../rules/booking-refusal.ts";

type Which = Pick<Proposal, "id" | "eveningId" | "guardianId">;

export type Accepted =
  | { kind: "accepted" }
  /** Nothing is booked. `changed`: what was found can't be had any more, though it was held. */
  | { kind: "refused"; why: "lapsed" | "cancelled" | "changed"; proposal: Proposal }
  | { kind: "unknown" };

/** Books everything in the proposal or nothing. Pressed twice, or from two pages at once, it is booked once. */
export async function acceptProposal(deps: Deps, schoolId: string, which: Which, now: number): Promise<Accepted> {
  const { db } = deps;
  const proposal = await findProposal(db, schoolId, which);
  if (!proposal) return { kind: "unknown" };
  const state = stateOf(proposal, now);
  if (state === "accepted") return { kind: "accepted" };
  if (state !== "held") return { kind: "refused", why: state, proposal };
  try {
    await book(deps, schoolId, proposal, now);
    return { kind: "accepted" };
  } catch (error) {
    if (!violatedTable(error)) throw error;
  }
  return explain(deps, schoolId, which, now);
}

async function book({ db }: Deps, schoolId: string, proposal: Proposal, now: number): Promise<void> {
  const { id, eveningId, guardianId } = proposal;
  const bookings = bookingsOf(proposal);
  const ids = JSON.stringify(bookings.map((booking) => booking.id));
  const wished = JSON.stringify(bookings.map(({ studentId, classId }) => [studentId, classId]));
  const classes = sql`(SELECT value ->> 0, value ->> 1 FROM json_each(${wished}))`;
  const heard = sql`SELECT value FROM json_each(${ids}) WHERE ${hearsOfBookings(schoolId, eveningId, now)}`;
  await db.batch([
    ...acceptStatements(db, schoolId, id, crypto.randomUUID(), now),
    // Whoever has a time waits for none, and what was offered them is free again.
    ...endPlaceStatements(db, schoolId, eveningId, livePlaces(schoolId, proposal, classes), now),
    ...bookings.flatMap((booking) => bookStatements(db, schoolId, booking, now)),
    ...noticeStatements(db, schoolId, heard, now),
    enqueueMail(db, schoolId, { kind: "booking_confirmation", guardianId, eveningId }, now),
    auditStatement(db, schoolId, { actor: guardianId, action: "proposal.accepted", object: id }, now),
  ]);
}

/** Reads again what holds, after the batch was refused whole. */
async function explain({ db }: Deps, schoolId: string, which: Which, now: number): Promise<Accepted> {
  const proposal = await findProposal(db, schoolId, which);
  if (!proposal) return { kind: "unknown" };
  const state = stateOf(proposal, now);
  if (state === "accepted") return { kind: "accepted" };
  if (state !== "held") return { kind: "refused", why: state, proposal };
  // Held and yet not to be had: let it go, so that nothing stays held for what can't be accepted.
  await db.batch(letGoStatements(db, schoolId, which.id));
  return { kind: "refused", why: "changed", proposal };
}
