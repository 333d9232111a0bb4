import { and, eq, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { GuardianId, ProposalId } from "../db/ids.ts";
import { claims, proposals } from "../db/schema.ts";
import type { GivenScope, Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import type { NewProposal } from "../rules/proposal.ts";
import { audited } from "./audit.ts";
import { timesFreed } from "./freed-times.ts";
import { timeGone, timeHeld } from "./time-held.ts";

/**
 * Holds a proposal's times, and lets go of what the guardian had held in the evening before. Refused as `id-used` where the form was sent
 * twice, as `taken` where somebody was quicker to one of the times.
 */
export function proposalHeld(scope: Scope, proposal: NewProposal): Statement[] {
  const { db, schoolId, now } = scope;
  const { id, eveningId, guardianId, choices, plan, missed, expiresAt } = proposal;
  const before = sql`SELECT id FROM proposals WHERE school_id = ${schoolId} AND guardian_id = ${guardianId}
    AND evening_id = ${eveningId} AND state = 'held'`;
  const wanted = sql`SELECT p.value AS person_id, u.value AS unit_at FROM json_each(${peopleAndUnits(proposal)}) AS a,
    json_each(a.value, '$.people') AS p, json_each(a.value, '$.units') AS u`;
  const used = sql`EXISTS (SELECT 1 FROM proposals WHERE school_id = ${schoolId} AND id = ${id})`;
  return [
    guardStatement(db, [
      { name: "id-used", broken: used },
      { name: "taken", broken: timeGone(scope, wanted, before) },
    ]),
    ...proposalsLetGo(scope, before),
    db.insert(proposals).values({
      ...{ schoolId, id, eveningId, guardianId, state: "held", createdAt: now, expiresAt },
      ...{ choices: JSON.stringify(choices), plan: JSON.stringify(plan), missed: JSON.stringify(missed) },
    }),
    ...timeHeld(scope, wanted, { id, eveningId, until: expiresAt }),
  ];
}

/** A guardian lets the held times go; their choices stay. On anything but their own hold it does nothing. */
export function proposalCancelled(scope: Scope, of: { id: ProposalId; guardianId: GuardianId }): Statement[] {
  const held = sql`SELECT id FROM proposals WHERE school_id = ${scope.schoolId} AND id = ${of.id}
    AND guardian_id = ${of.guardianId} AND state = 'held'`;
  return [audited(scope, "proposal.cancelled", of.id), ...proposalsLetGo(scope, held)];
}

/** A held proposal can't be accepted any more: let go, so that nothing stays held for what can't be had. */
export function proposalFailed(scope: Scope, id: ProposalId): Statement[] {
  const held = sql`SELECT id FROM proposals WHERE school_id = ${scope.schoolId} AND id = ${id} AND state = 'held'`;
  return [audited(scope, "proposal.failed", id), ...proposalsLetGo(scope, held)];
}

/** Lets holds go, a query for their ids: the waitlist is offered what they held. One that had lapsed already is written down as that. */
export function proposalsLetGo(scope: GivenScope, held: SQL): Statement[] {
  const { db, schoolId, now } = scope;
  const times = sql`SELECT DISTINCT p.evening_id, t.value AS teacher_id FROM proposals AS p, json_each(p.plan) AS one,
    json_each(one.value, '$.teacherIds') AS t WHERE p.school_id = ${schoolId} AND p.id IN (${held})`;
  return [
    timesFreed(scope, times),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), sql`${claims.proposalId} IN (${held})`)),
    db
      .update(proposals)
      .set({ state: sql`CASE WHEN ${proposals.expiresAt} <= ${now} THEN 'lapsed' ELSE 'cancelled' END` })
      .where(and(eq(proposals.schoolId, schoolId), sql`${proposals.id} IN (${held})`)),
  ];
}

function peopleAndUnits({ guardianId, plan }: NewProposal): string {
  return JSON.stringify(plan.map(({ teacherIds, units }) => ({ people: [guardianId, ...teacherIds], units })));
}
