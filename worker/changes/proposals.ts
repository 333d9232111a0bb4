import { and, desc, eq, gt, sql } from "drizzle-orm";
import { claims, proposals } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Choices, Missed, Planned } from "../rules/plan-evening.ts";
import { dropLapsedHolds, type NewAppointment } from "./booking-statements.ts";

/** A planned appointment with the id that it will be booked under. */
export type Promised = Planned & { id: string };

/** Times found for a guardian. It can be accepted while it is `held` and `expiresAt` is to come. */
export type Proposal = {
  id: string;
  eveningId: string;
  guardianId: string;
  state: "held" | "accepted" | "cancelled" | "lapsed";
  choices: Choices;
  plan: Promised[];
  missed: Missed[];
  expiresAt: number;
};

export type NewProposal = Omit<Proposal, "state">;

/** The state by the server's clock: a hold lapses by time alone, written down or not. */
export function stateOf({ state, expiresAt }: Pick<Proposal, "state" | "expiresAt">, now: number): Proposal["state"] {
  return state === "held" && expiresAt <= now ? "lapsed" : state;
}

/** One proposal of the guardian's in the evening, by its id. */
export async function findProposal(
  scope: Scope,
  { id, eveningId, guardianId }: Pick<Proposal, "id" | "eveningId" | "guardianId">,
): Promise<Proposal | null> {
  const { db, schoolId } = scope;
  const row = await db
    .select()
    .from(proposals)
    .where(and(eq(proposals.id, id), ofGuardian(schoolId, guardianId, eveningId)))
    .get();
  return row ? proposalOf(row) : null;
}

/** The guardian's newest proposal in the evening: its choices are what the form begins with, and a hold is always the newest. */
export async function newestProposal(scope: Scope, guardianId: string, eveningId: string): Promise<Proposal | null> {
  const { db, schoolId } = scope;
  const row = await db
    .select()
    .from(proposals)
    .where(ofGuardian(schoolId, guardianId, eveningId))
    .orderBy(desc(proposals.createdAt))
    .limit(1)
    .get();
  return row ? proposalOf(row) : null;
}

/**
 * The statements that hold a proposal's times, and let go of what the guardian had held in the evening before. A time that has been given
 * away fails the key of `claims`, a form that was sent twice the key of `proposals`, and then nothing of the batch is kept.
 */
export function holdStatements(scope: Scope, proposal: NewProposal) {
  const { db, schoolId, now } = scope;
  const { id, eveningId, guardianId, choices, plan, missed, expiresAt } = proposal;
  const units = plan.flatMap((promised) => promised.units);
  const heldBefore = and(ofGuardian(schoolId, guardianId, eveningId), eq(proposals.state, "held"));
  return [
    db
      .delete(claims)
      .where(
        and(eq(claims.schoolId, schoolId), sql`${claims.proposalId} IN (SELECT id FROM proposals WHERE ${heldBefore})`),
      ),
    db
      .update(proposals)
      .set({ state: sql`CASE WHEN ${proposals.expiresAt} <= ${now} THEN 'lapsed' ELSE 'cancelled' END` })
      .where(heldBefore),
    dropLapsedHolds(scope, { guardianId, teacherIds: teachersOf(proposal), units }),
    db.insert(proposals).values({
      ...{ schoolId, id, eveningId, guardianId, state: "held", createdAt: now, expiresAt },
      ...{ choices: JSON.stringify(choices), plan: JSON.stringify(plan), missed: JSON.stringify(missed) },
    }),
    db.insert(claims).select(
      sql`SELECT ${schoolId}, p.value, u.value, ${eveningId}, NULL, ${id}, ${expiresAt} FROM json_each(${peopleAndUnits(proposal)}) AS a,
        json_each(a.value, '$.people') AS p, json_each(a.value, '$.units') AS u`,
    ),
  ] as const;
}

/**
 * The statements that turn a hold into what is then booked: put the bookings after them, in one batch. Where the proposal is no longer held, or
 * the evening no longer published, the nonce is not there and the second statement fails the batch by a NOT NULL, so that nothing
 * after it can stand without the nonce. The claims are made anew with the bookings, so that their key decides even if another
 * server's clock was ahead of this one and let the hold lapse.
 */
export function acceptStatements(scope: Scope, id: string, nonce: string) {
  const { db, schoolId, now } = scope;
  const published = sql`EXISTS (SELECT 1 FROM evenings AS e
    WHERE e.school_id = ${schoolId} AND e.id = ${proposals.eveningId} AND e.state = 'published')`;
  const thisOne = and(eq(proposals.schoolId, schoolId), eq(proposals.id, id));
  return [
    db
      .update(proposals)
      .set({ state: "accepted", nonce })
      .where(and(thisOne, eq(proposals.state, "held"), gt(proposals.expiresAt, now), published)),
    db
      .update(proposals)
      .set({ plan: sql`CASE WHEN ${proposals.nonce} = ${nonce} THEN ${proposals.plan} END` })
      .where(thisOne),
    dropClaims(scope, id),
  ] as const;
}

/** The statements that let a hold go; on anything but a hold they do nothing. */
export function letGoStatements(scope: Scope, id: string) {
  const { db, schoolId } = scope;
  return [
    db
      .update(proposals)
      .set({ state: "cancelled" })
      .where(and(eq(proposals.schoolId, schoolId), eq(proposals.id, id), eq(proposals.state, "held"))),
    // An accepted one's claims carry its appointments' ids by now, and not its own.
    dropClaims(scope, id),
  ] as const;
}

/** Everybody but the guardian whose time it holds. */
export function teachersOf({ plan }: Pick<Proposal, "plan">): string[] {
  return [...new Set(plan.flatMap(({ teacherIds }) => teacherIds))];
}

/** What accepting books. */
export function bookingsOf({ eveningId, guardianId, plan }: Proposal): NewAppointment[] {
  return plan.map((promised) => ({ ...promised, eveningId, guardianId }));
}

function dropClaims(scope: Scope, proposalId: string) {
  const { db, schoolId } = scope;
  return db.delete(claims).where(and(eq(claims.schoolId, schoolId), eq(claims.proposalId, proposalId)));
}

function peopleAndUnits({ guardianId, plan }: NewProposal): string {
  return JSON.stringify(plan.map(({ teacherIds, units }) => ({ people: [guardianId, ...teacherIds], units })));
}

function ofGuardian(schoolId: string, guardianId: string, eveningId: string) {
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
