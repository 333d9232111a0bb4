import { type SQL, sql } from "drizzle-orm";
import type { EveningId, HoldId } from "../db/ids.ts";
import { claims } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/** Whether somebody has one of the units that are wanted, a query for `(person_id, unit_at)`; `except`: a query for holds that don't count. */
export function timeGone({ schoolId, now }: GivenScope, wanted: SQL, except?: SQL): SQL {
  const others = except ? sql`AND (c.proposal_id IS NULL OR c.proposal_id NOT IN (${except}))` : sql``;
  return sql`EXISTS (SELECT 1 FROM (${wanted}) AS w CROSS JOIN claims AS c ON c.school_id = ${schoolId}
      AND c.person_id = w.person_id AND c.unit_at = w.unit_at
    WHERE (c.held_until IS NULL OR c.held_until > ${now}) ${others})`;
}

export type Hold = { id: HoldId; eveningId: EveningId; until: number };

/** Claims the wanted units for a proposal or an offer until a moment, epoch milliseconds. A guard has made sure that they aren't gone. */
export function timeHeld(scope: GivenScope, wanted: SQL, { id, eveningId, until }: Hold): Statement[] {
  return [
    lapsedHoldsDropped(scope, wanted),
    scope.db
      .insert(claims)
      .select(
        sql`SELECT ${scope.schoolId}, w.person_id, w.unit_at, ${eveningId}, NULL, ${id}, ${until} FROM (${wanted}) AS w`,
      ),
  ];
}

/**
 * Drops the claims of holds that have lapsed on the units that are wanted: they are nobody's, and the key of `claims` doesn't know it. Put it
 * before what claims them.
 */
export function lapsedHoldsDropped({ db, schoolId, now }: GivenScope, wanted: SQL): Statement {
  return db
    .delete(claims)
    .where(
      sql`(school_id, person_id, unit_at) IN (SELECT ${schoolId}, w.person_id, w.unit_at FROM (${wanted}) AS w) AND held_until <= ${now}`,
    );
}
