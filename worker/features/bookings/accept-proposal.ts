import { sql } from "drizzle-orm";
import { auditStatement } from "../../changes/audit.ts";
import { bookStatements } from "../../changes/booking-statements.ts";
import { endPlaceStatements, livePlaces } from "../../changes/waitlist-entries-ended.ts";
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
import type { Scope } from "../../db/scope.ts";
import type { Deps } from "../../http/context.ts";
import { violatedTable } from "../../rules/booking/refusal.ts";

type Which = Pick<Proposal, "id" | "eveningId" | "guardianId">;

export type Accepted =
  | { kind: "accepted" }
  /** Nothing is booked. `changed`: what was found can't be had any more, though it was held. */
  | { kind: "refused"; why: "lapsed" | "cancelled" | "changed"; proposal: Proposal }
  | { kind: "unknown" };

/** Books everything in the proposal or nothing. Pressed twice, or from two pages at once, it is booked once. */
export async function acceptProposal(deps: Deps, scope: Scope, which: Which): Promise<Accepted> {
  const { now } = scope;
  const { db } = deps;
  const proposal = await findProposal(scope, which);
  if (!proposal) return { kind: "unknown" };
  const state = stateOf(proposal, now);
  if (state === "accepted") return { kind: "accepted" };
  if (state !== "held") return { kind: "refused", why: state, proposal };
  try {
    await book(scope, proposal);
    return { kind: "accepted" };
  } catch (error) {
    if (!violatedTable(error)) throw error;
  }
  return explain(scope, which);
}

async function book(scope: Scope, proposal: Proposal): Promise<void> {
  const { db, schoolId, now } = scope;
  const { id, eveningId, guardianId } = proposal;
  const bookings = bookingsOf(proposal);
  const ids = JSON.stringify(bookings.map((booking) => booking.id));
  const wished = JSON.stringify(bookings.map(({ studentId, classId }) => [studentId, classId]));
  const classes = sql`(SELECT value ->> 0, value ->> 1 FROM json_each(${wished}))`;
  const heard = sql`SELECT value FROM json_each(${ids}) WHERE ${hearsOfBookings(schoolId, eveningId, now)}`;
  await db.batch([
    ...acceptStatements(scope, id, crypto.randomUUID()),
    // Whoever has a time waits for none, and what was offered them is free again.
    ...endPlaceStatements(scope, eveningId, livePlaces(schoolId, proposal, classes)),
    ...bookings.flatMap((booking) => bookStatements(scope, booking)),
    ...noticeStatements(scope, heard),
    enqueueMail(scope, { kind: "booking_confirmation", guardianId, eveningId }),
    auditStatement(scope, { actor: guardianId, action: "proposal.accepted", object: id }),
  ]);
}

/** Reads again what holds, after the batch was refused whole. */
async function explain(scope: Scope, which: Which): Promise<Accepted> {
  const { db, now } = scope;
  const proposal = await findProposal(scope, which);
  if (!proposal) return { kind: "unknown" };
  const state = stateOf(proposal, now);
  if (state === "accepted") return { kind: "accepted" };
  if (state !== "held") return { kind: "refused", why: state, proposal };
  // Held and yet not to be had: let it go, so that nothing stays held for what can't be accepted.
  await db.batch(letGoStatements(scope, which.id));
  return { kind: "refused", why: "changed", proposal };
}
