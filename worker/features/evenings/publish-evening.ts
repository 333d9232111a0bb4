import { eveningPublished } from "../../changes/evenings.ts";
import { commit } from "../../db/guard.ts";
import type { EveningId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import { peopleOnOtherGrids } from "../../rules/grid-conflicts.ts";
import { type PublishFacts, type PublishRefusal, publishRefusals } from "../../rules/publish-rules.ts";

export type Published = { kind: "published" } | { kind: "refused"; refusals: PublishRefusal[] };

/**
 * Shows an evening to guardians and claims the breaks of its teachers. What was read names the reasons against it; that nobody is in
 * another evening on a different grid at the time is decided by the batch itself, so that of two such evenings one is published.
 */
export async function publishEvening(scope: Scope, facts: PublishFacts): Promise<Published> {
  const { evening } = facts;
  if (evening.state === "published") return { kind: "published" };
  const refusals = publishRefusals(facts, scope.now);
  if (refusals.length > 0) return { kind: "refused", refusals };
  const refused = await commit(scope.db, eveningPublished(scope, evening));
  if (refused === null) return { kind: "published" };
  return { kind: "refused", refusals: [{ kind: refused === "break-over-booking" ? refused : "changed" }] };
}

/** Who takes part in this evening and in a published one that overlaps it on another grid. */
export async function readGridConflicts(scope: Scope, eveningId: EveningId) {
  return scope.db.all<{ name: string; person_id: string; role: "teacher" | "guardian"; person: string }>(
    peopleOnOtherGrids(scope, eveningId),
  );
}
