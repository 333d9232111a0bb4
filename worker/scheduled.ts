import { forgetLapsedHolds } from "./bookings/forget-lapsed-holds.ts";
import type { Deps } from "./http/context.ts";
import { faultWords } from "./http/fault-words.ts";
import { enqueueReminders } from "./mail/enqueue-reminders.ts";
import { sendDueMail } from "./mail/send-due-mail.ts";
import { deliverNotices } from "./rooms/deliver-notices.ts";
import { forgetRooms } from "./rooms/forget-rooms.ts";
import { forgetOldDetails } from "./schools/forget-old-details.ts";
import { offerFreedTimes } from "./waiting/offer-freed-times.ts";

/** Every minute: what a request could not finish after its commit. Each part stands alone, so that one failing does not stop the other. */
export async function runScheduled(deps: Deps): Promise<void> {
  const results = await Promise.allSettled([
    // Mail goes out even where the reminders could not be written.
    enqueueReminders(deps).finally(() => sendDueMail(deps)),
    deliverNotices(deps),
    // In this order: what has lapsed is what can be offered to the next in line.
    forgetLapsedHolds(deps).then(() => offerFreedTimes(deps)),
    forgetOldDetails(deps),
    forgetRooms(deps),
  ]);
  for (const result of results)
    if (result.status === "rejected") console.error("scheduled:", faultWords(result.reason));
}
