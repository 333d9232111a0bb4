import { sendDueMail } from "../mail/send-due-mail.ts";
import type { AfterCommit, World } from "../ports/deps.ts";
import { faultWords } from "../ports/fault-words.ts";
import { deliverNotices } from "./deliver-notices.ts";
import { offerFreedTimes } from "./offer-freed-times.ts";

/**
 * What follows every commit, in one place: rooms hear what changed, freed times are offered to whoever waits for them, and mail that is due
 * leaves, that of the offers with it.
 */
export function afterCommitOf(deps: World): AfterCommit {
  return () => {
    const rooms = quietly("notices after a commit", deliverNotices(deps));
    const offers = quietly("offers after a commit", offerFreedTimes(deps));
    const mail = offers.then(() => quietly("mail after a commit", sendDueMail(deps)));
    return { rooms, all: Promise.all([rooms, mail]).then(() => undefined) };
  };
}

async function quietly(what: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    console.error(`${what}:`, faultWords(error));
  }
}
