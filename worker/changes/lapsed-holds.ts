import { type SQL, sql } from "drizzle-orm";
import { claims } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/**
 * Drops the claims of holds that have lapsed on the units that are to be claimed, a query for `(person_id, unit_at)`: they are nobody's, and
 * the key of `claims` doesn't know it. Put it before what claims them.
 */
export function lapsedHoldsDropped({ db, schoolId, now }: GivenScope, wanted: SQL): Statement {
  return db
    .delete(claims)
    .where(
      sql`(school_id, person_id, unit_at) IN (SELECT ${schoolId}, w.person_id, w.unit_at FROM (${wanted}) AS w) AND held_until <= ${now}`,
    );
}
