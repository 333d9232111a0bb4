import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { outbox } from "../db/schema.ts";

export type OutboxRow = typeof outbox.$inferSelect;

/** How long a worker may take over what it claimed; after that the rows are anybody's again. */
export const CLAIM_MS = 2 * 60_000;
const BATCH = 50;

/** Claims due rows, so that two workers never send the same: one statement decides. A dead worker's claim lapses with `dueAt`. */
export async function claimDueMail(db: Database, now: number, most = BATCH): Promise<OutboxRow[]> {
  return db
    .update(outbox)
    .set({ state: "sending", claim: crypto.randomUUID(), dueAt: now + CLAIM_MS, attempts: sql`${outbox.attempts} + 1` })
    .where(
      sql`(${outbox.schoolId}, ${outbox.id}) IN (SELECT school_id, id FROM outbox WHERE state IN ('waiting', 'sending') AND due_at <= ${now} ORDER BY due_at LIMIT ${most})`,
    )
    .returning();
}
