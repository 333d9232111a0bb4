import { and, eq, isNotNull, lte } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { claims, proposals, waiting } from "../db/schema.ts";
import type { Statement } from "../db/statement.ts";
import { lapsedTimesFreed } from "./freed-times.ts";

/**
 * What lapsed holds of every school have left is taken away: their rows count for nothing from the moment they lapse, and this keeps them
 * from piling up. Whoever waits for such a time is offered it next, and an offer that was not taken up is over. Each statement reads an index
 * of holds alone.
 */
export function holdsLapsed(db: Database, now: number): Statement[] {
  return [
    db
      .update(proposals)
      .set({ state: "lapsed" })
      .where(and(eq(proposals.state, "held"), lte(proposals.expiresAt, now))),
    lapsedTimesFreed(db, now),
    db
      .update(waiting)
      .set({ state: "missed" })
      .where(and(eq(waiting.state, "offered"), lte(waiting.heldUntil, now))),
    db.delete(claims).where(and(isNotNull(claims.heldUntil), lte(claims.heldUntil, now))),
  ];
}
