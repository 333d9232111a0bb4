import { and, eq, isNotNull, lte } from "drizzle-orm";
import { claims, proposals, waiting } from "../db/schema.ts";
import type { Deps } from "../http/context.ts";
import { noteLapsed } from "./freed-times.ts";

/**
 * Takes away what lapsed holds have left: their rows count for nothing from the moment they lapse, and this keeps them from piling up. Whoever
 * waits for such a time is asked next, and an offer that was not taken up is over. Each statement reads an index of holds alone.
 */
export async function forgetLapsedHolds({ db, clock }: Pick<Deps, "db" | "clock">): Promise<void> {
  const now = clock();
  await db.batch([
    db
      .update(proposals)
      .set({ state: "lapsed" })
      .where(and(eq(proposals.state, "held"), lte(proposals.expiresAt, now))),
    noteLapsed(db, now),
    db
      .update(waiting)
      .set({ state: "missed" })
      .where(and(eq(waiting.state, "offered"), lte(waiting.heldUntil, now))),
    db.delete(claims).where(and(isNotNull(claims.heldUntil), lte(claims.heldUntil, now))),
  ]);
}
