import type { Deps } from "../http/context.ts";
import { claimDueMail } from "./outbox.ts";

/** Sends what the outbox holds and is due. */
export async function sendDueMail(deps: Deps): Promise<void> {
  await claimDueMail(deps.db, deps.clock());
}
