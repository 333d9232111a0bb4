import { and, eq, isNotNull, lte } from "drizzle-orm";
import { claims, proposals } from "../db/schema.ts";
import type { Deps } from "../http/context.ts";

/**
 * Takes away what lapsed holds have left: their rows count for nothing from the moment they lapse, and this keeps them from piling up. Both
 * statements read an index of holds alone.
 */
export async function forgetLapsedHolds({ db, clock }: Pick<Deps, "db" | "clock">): Promise<void> {
  const now = clock();
  await db.batch([
    db
      .update(proposals)
      .set({ state: "lapsed" })
      .where(and(eq(proposals.state, "held"), lte(proposals.expiresAt, now))),
    db.delete(claims).where(and(isNotNull(claims.heldUntil), lte(claims.heldUntil, now))),
  ]);
}
