import { proposalCancelled } from "../../changes/proposals.ts";
import { commit } from "../../db/guard.ts";
import type { Scope } from "../../db/scope.ts";
import { findProposal } from "../../queries/proposals.ts";
import type { Proposal } from "../../rules/proposal.ts";

/**
 * Lets the held times go at once; the choices stay. What is left of the proposal is told: a press on Accept may have been first. Null where
 * the guardian has no such proposal.
 */
export async function cancelProposal(
  scope: Scope,
  which: Pick<Proposal, "id" | "eveningId" | "guardianId">,
): Promise<"cancelled" | "accepted" | null> {
  const before = await findProposal(scope, which);
  if (!before) return null;
  if (before.state === "held") await commit(scope.db, proposalCancelled(scope, which));
  const after = await findProposal(scope, which);
  return after?.state === "accepted" ? "accepted" : "cancelled";
}
