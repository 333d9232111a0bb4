import { sendDueMail } from "../mail/send-due-mail.ts";
import type { AfterCommit, World } from "../ports/deps.ts";
import { deliverNotices } from "./deliver-notices.ts";
import { offerFreedTimes } from "./offer-freed-times.ts";
import { quietly } from "./quietly.ts";

/**
 * What follows every commit, in one place: rooms hear what changed, freed times are offered to whoever waits for them, and mail that is due
 * leaves, that of the offers with it.
 */
export function afterCommitOf(deps: World): AfterCommit {
  const follow = (name: string, work: Promise<void>) => quietly(deps, "follow_up_failed", name, work);
  return () => {
    const rooms = follow("notices", deliverNotices(deps));
    const offers = follow("offers", offerFreedTimes(deps));
    const mail = offers.then(() => follow("mail", sendDueMail(deps)));
    return { rooms, all: Promise.all([rooms, mail]).then(() => undefined) };
  };
}
