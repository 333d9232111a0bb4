import type { Database } from "./client.ts";
import type { InviteId, PersonId, SchoolId } from "./ids.ts";
import type { Given } from "./prepared-batch.ts";

/** Who does it: a person, an invite whose guest does it, or the product itself. */
export type Actor = PersonId | InviteId | "system";

/**
 * The one handle by which a school's records are read and changed: which school, who asks, at which moment (epoch milliseconds), and in
 * which database. Made for a request by `scopeOf`, for a sweep by `schoolScope`.
 */
export type Scope = { readonly db: Database; readonly schoolId: SchoolId; readonly actor: Actor; readonly now: number };

/** A scope for statements that are made once and run many times: what differs from one run to the next may be a placeholder. */
export type GivenScope = {
  readonly db: Database;
  readonly schoolId: Given<SchoolId>;
  readonly actor: Given<Actor>;
  readonly now: Given<number>;
};

/** A school's scope for what the product does by itself. */
export function schoolScope(db: Database, schoolId: SchoolId, now: number, actor: Actor = "system"): Scope {
  return { db, schoolId, actor, now };
}
