import { auditStatement } from "../../changes/audit.ts";
import { noteFreed } from "../../changes/freed-times.ts";
import { findProposal, letGoStatements, type Proposal, teachersOf } from "../../changes/proposals.ts";
import type { Scope } from "../../db/scope.ts";

/**
 * Lets the held times go at once; the choices stay. What is left of the proposal is told: a press on Accept may have been first. Null where
 * the guardian has no such proposal.
 */
export async function cancelProposal(
  scope: Scope,
  which: Pick<Proposal, "id" | "eveningId" | "guardianId">,
): Promise<"cancelled" | "accepted" | null> {
  const { db } = scope;
  const before = await findProposal(scope, which);
  if (!before) return null;
  const entry = { actor: which.guardianId, action: "proposal.cancelled", object: which.id };
  if (before.state === "held")
    await db.batch([
      ...letGoStatements(scope, which.id),
      noteFreed(scope, { eveningId: which.eveningId, teacherIds: teachersOf(before) }),
      auditStatement(scope, entry),
    ]);
  const after = await findProposal(scope, which);
  return after?.state === "accepted" ? "accepted" : "cancelled";
}
