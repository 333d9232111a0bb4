import { proposalAccepted } from "../../changes/appointments-booked.ts";
import { proposalFailed } from "../../changes/proposals.ts";
import { commit } from "../../db/guard.ts";
import type { Scope } from "../../db/scope.ts";
import { findProposal } from "../../queries/proposals.ts";
import { type Proposal, stateOf } from "../../rules/proposal.ts";

type Which = Pick<Proposal, "id" | "eveningId" | "guardianId">;

export type Accepted =
  | { kind: "accepted" }
  /** Nothing is booked. `changed`: what was found can't be had any more, though it was held. */
  | { kind: "refused"; why: "lapsed" | "cancelled" | "changed"; proposal: Proposal }
  | { kind: "unknown" };

/** Books everything in the proposal or nothing. Pressed twice, or from two pages at once, it is booked once. */
export async function acceptProposal(scope: Scope, which: Which): Promise<Accepted> {
  const refused = await commit(scope.db, proposalAccepted(scope, which));
  return refused === null ? { kind: "accepted" } : explain(scope, which);
}

/** Reads what holds, after the batch was refused whole. */
async function explain(scope: Scope, which: Which): Promise<Accepted> {
  const proposal = await findProposal(scope, which);
  if (!proposal) return { kind: "unknown" };
  const state = stateOf(proposal, scope.now);
  if (state === "accepted") return { kind: "accepted" };
  if (state !== "held") return { kind: "refused", why: state, proposal };
  await commit(scope.db, proposalFailed(scope, which.id));
  return { kind: "refused", why: "changed", proposal };
}
