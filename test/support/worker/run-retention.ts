import { retentionRun } from "../../../worker/changes/retention-run.ts";
import { commit } from "../../../worker/db/guard.ts";
import type { World } from "../../../worker/ports/deps.ts";

/** What the minute's sweep does about retention, by the application's clock. */
export async function runRetention({ db, clock }: Pick<World, "db" | "clock">): Promise<void> {
  await commit(db, retentionRun(db, clock.now()));
}
