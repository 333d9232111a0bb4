import { deleteEndedSchools } from "./after-commit/delete-ended-schools.ts";
import { deliverNotices } from "./after-commit/deliver-notices.ts";
import { forgetRooms } from "./after-commit/forget-rooms.ts";
import { offerFreedTimes } from "./after-commit/offer-freed-times.ts";
import { quietly } from "./after-commit/quietly.ts";
import { holdsLapsed } from "./changes/holds-lapsed.ts";
import { retentionRun } from "./changes/retention-run.ts";
import { commit } from "./db/guard.ts";
import { enqueueReminders } from "./mail/enqueue-reminders.ts";
import { sendDueMail } from "./mail/send-due-mail.ts";
import type { World } from "./ports/deps.ts";

/** Every minute: what a request could not finish after its commit. Each part stands alone, so that one failing does not stop the other. */
export async function runScheduled(deps: World): Promise<void> {
  const { db, clock } = deps;
  const sweep = (name: string, work: Promise<unknown>) => quietly(deps, "sweep_failed", name, work);
  await Promise.all([
    // Mail goes out even where the reminders could not be written.
    sweep("reminders", enqueueReminders(deps)).then(() => sweep("mail", sendDueMail(deps))),
    sweep("notices", deliverNotices(deps)),
    // In this order: what has lapsed is what can be offered to the next on the waitlist.
    sweep(
      "offers",
      commit(db, holdsLapsed(db, clock.now())).then(() => offerFreedTimes(deps)),
    ),
    sweep("retention", commit(db, retentionRun(db, clock.now()))),
    // In this order: a school's rows go when none of its rooms knows anything any more.
    sweep("rooms", forgetRooms(deps)).then(() => sweep("schools", deleteEndedSchools(deps))),
  ]);
}
