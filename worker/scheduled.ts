import { deliverNotices } from "./after-commit/deliver-notices.ts";
import { forgetRooms } from "./after-commit/forget-rooms.ts";
import { offerFreedTimes } from "./after-commit/offer-freed-times.ts";
import { holdsLapsed } from "./changes/holds-lapsed.ts";
import { retentionRun } from "./changes/retention-run.ts";
import { commit } from "./db/guard.ts";
import { enqueueReminders } from "./mail/enqueue-reminders.ts";
import { sendDueMail } from "./mail/send-due-mail.ts";
import type { World } from "./ports/deps.ts";
import { faultWords } from "./ports/fault-words.ts";

/** Every minute: what a request could not finish after its commit. Each part stands alone, so that one failing does not stop the other. */
export async function runScheduled(deps: World): Promise<void> {
  const results = await Promise.allSettled([
    // Mail goes out even where the reminders could not be written.
    enqueueReminders(deps).finally(() => sendDueMail(deps)),
    deliverNotices(deps),
    // In this order: what has lapsed is what can be offered to the next in line.
    commit(deps.db, holdsLapsed(deps.db, deps.clock())).then(() => offerFreedTimes(deps)),
    commit(deps.db, retentionRun(deps.db, deps.clock())),
    forgetRooms(deps),
  ]);
  for (const result of results)
    if (result.status === "rejected") console.error("scheduled:", faultWords(result.reason));
}
