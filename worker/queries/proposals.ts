import { and, desc, eq } from "drizzle-orm";
import type { EveningId, GuardianId } from "../db/ids.ts";
import { proposals } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Choices, Missed } from "../rules/plan-evening.ts";
import type { Promised, Proposal } from "../rules/proposal.ts";

/** One proposal of the guardian's in the evening, by its id. */
export async function findProposal(
  scope: Scope,
  { id, eveningId, guardianId }: Pick<Proposal, "id" | "eveningId" | "guardianId">,
): Promise<Proposal | null> {
  const row = await scope.db
    .select()
    .from(proposals)
    .where(and(eq(proposals.id, id), ofGuardian(scope, guardianId, eveningId)))
    .get();
  return row ? proposalOf(row) : null;
}

/** The guardian's newest proposal in the evening: its choices are what the form begins with, and a hold is always the newest. */
export async function newestProposal(
  scope: Scope,
  guardianId: GuardianId,
  eveningId: EveningId,
): Promise<Proposal | null> {
  const row = await scope.db
    .select()
    .from(proposals)
    .where(ofGuardian(scope, guardianId, eveningId))
    .orderBy(desc(proposals.createdAt))
    .limit(1)
    .get();
  return row ? proposalOf(row) : null;
}

function ofGuardian({ schoolId }: Scope, guardianId: GuardianId, eveningId: EveningId) {
  return and(
    eq(proposals.schoolId, schoolId),
    eq(proposals.guardianId, guardianId),
    eq(proposals.eveningId, eveningId),
  );
}

function proposalOf(row: typeof proposals.$inferSelect): Proposal {
  const { id, eveningId, guardianId, state, expiresAt } = row;
  return {
    ...{ id, eveningId, guardianId, state, expiresAt },
    choices: JSON.parse(row.choices) as Choices,
    plan: JSON.parse(row.plan) as Promised[],
    missed: JSON.parse(row.missed) as Missed[],
  };
}
