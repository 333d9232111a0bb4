import { proposalHeld } from "../../changes/proposals.ts";
import { commit } from "../../db/guard.ts";
import type { EveningId, GuardianId, ProposalId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import { type BookingGrid, loadBookingGrid } from "../../queries/booking-grid.ts";
import { newestProposal } from "../../queries/proposals.ts";
import { closesAt, windowOf } from "../../rules/booking/window.ts";
import { type Choices, type Missed, planEvening } from "../../rules/plan-evening.ts";
import { type Proposal, stateOf } from "../../rules/proposal.ts";

/** How long a proposal is held for its guardian. */
export const HOLD_MS = 120_000;
/** How often the search begins again because somebody was quicker to one of its times. */
const MOST_TRIES = 3;

export type Asked = {
  /** Of the proposal to be: rendered into the form, so that sending it twice is one proposal. */
  id: ProposalId;
  eveningId: EveningId;
  choices: Choices;
};

export type Proposed =
  | { kind: "held" }
  /** Nothing of what is wanted has a place; `missed` says why. */
  | { kind: "nothing"; bookingGrid: BookingGrid; missed: Missed[] }
  /** Others booked the times that were found, each time. */
  | { kind: "outrun"; bookingGrid: BookingGrid }
  | { kind: "not-open"; bookingGrid: BookingGrid }
  /** No such evening, or guardians don't know of it yet. */
  | { kind: "unknown" };

/**
 * Finds the best times and holds them for two minutes, in place of what the guardian had held in the evening before. The keys decide who
 * has a time; whoever loses one has the search begin again.
 */
export async function proposeAppointments(scope: Scope, guardianId: GuardianId, asked: Asked): Promise<Proposed> {
  let result = await tryOnce(scope, guardianId, asked);
  for (let tries = 1; tries < MOST_TRIES && result.kind === "outrun"; tries += 1)
    result = await tryOnce(scope, guardianId, asked);
  return result;
}

async function tryOnce(scope: Scope, guardianId: GuardianId, asked: Asked): Promise<Proposed> {
  const { now } = scope;
  const [loaded, newest] = await Promise.all([
    loadBookingGrid(scope, guardianId, asked.eveningId),
    newestProposal(scope, guardianId, asked.eveningId),
  ]);
  if (!loaded || windowOf(loaded.evening, now) === "hidden") return { kind: "unknown" };
  const bookingGrid = withoutHold(loaded, newest, now);
  if (windowOf(bookingGrid.evening, now) !== "open") return { kind: "not-open", bookingGrid };
  // Whoever is promised two minutes has them, so none are promised past the close of booking.
  const expiresAt = Math.min(now + HOLD_MS, closesAt(bookingGrid.evening));
  const { planned, missed } = planEvening(bookingGrid, asked.choices, expiresAt);
  if (planned.length === 0) return { kind: "nothing", bookingGrid, missed };
  const plan = planned.map((one) => ({ ...one, id: crypto.randomUUID() }));
  const proposal = { ...asked, guardianId, plan, missed, expiresAt };
  const refused = await commit(scope.db, proposalHeld(scope, proposal));
  // `id-used`: the form was sent twice, and the first time has held it.
  return refused === null || refused === "id-used" ? { kind: "held" } : { kind: "outrun", bookingGrid };
}

/** The booking grid as it would be with the guardian's own held proposal let go. */
function withoutHold(bookingGrid: BookingGrid, newest: Proposal | null, now: number): BookingGrid {
  if (!newest || stateOf(newest, now) !== "held") return bookingGrid;
  const freed = new Set(newest.plan.flatMap(({ units }) => units));
  return {
    ...bookingGrid,
    busy: bookingGrid.busy.filter((unit) => unit.proposalId !== newest.id),
    held: bookingGrid.held.filter((unitAt) => !freed.has(unitAt)),
  };
}
