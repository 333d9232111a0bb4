import { auditStatement } from "../../changes/audit-statement.ts";
import { noteFreed } from "../../changes/freed-times.ts";
import { findProposal, letGoStatements, type Proposal, teachersOf } from "../../changes/proposals.ts";
import type { Deps } from "../../http/context.ts";

/**
 * Lets the held times go at once; the choices stay. What is left of the proposal is told: a press on Accept may have been first. Null where
 * the guardian has no such proposal.
 */
export async function cancelProposal(
  { db }: Deps,
  schoolId: string,
  which: Pick<Proposal, "id" | "eveningId" | "guardianId">,
  now: number,
): Promise<"cancelled" | "accepted" | null> {
  const before = await findProposal(db, schoolId, which);
  if (!before) return null;
  const entry = { actor: which.guardianId, action: "proposal.cancelled", object: which.id };
  if (before.state === "held")
    await db.batch([
      ...letGoStatements(db, schoolId, which.id),
      noteFreed(db, schoolId, { eveningId: which.eveningId, teacherIds: teachersOf(before) }, now),
      auditStatement(db, schoolId, entry, now),
    ]);
  const after = await findProposal(db, schoolId, which);
  return after?.state === "accepted" ? "accepted" : "cancelled";
}
