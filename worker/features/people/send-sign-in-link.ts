import { enqueueMail } from "../../changes/enqueue-mail.ts";
import { createSignInLink } from "../../changes/sign-in-links.ts";
import type { Database } from "../../db/client.ts";
import { schoolScope } from "../../db/scope.ts";
import type { Role } from "../../http/context.ts";
import type { Settings } from "../../ports/settings.ts";
import { foldEmail } from "../../rules/fold.ts";
import { peopleStore } from "./people-store.ts";

export type LinkRequest = {
  db: Database;
  settings: Pick<Settings, "SIGNING_KEYS">;
  schoolId: string;
  /** A path on the school's site, or empty for the person's own start. */
  returnTo: string;
  now: number;
};

/** Mails one link to whoever has this address; several people who share it choose at the click. Does nothing where nobody has it. */
export async function sendLinkToAddress(request: LinkRequest, email: string, roles: readonly Role[]): Promise<void> {
  const found = await peopleStore(schoolScope(request.db, request.schoolId, NOW)).withEmail(foldEmail(email), roles);
  if (found.length > 0)
    await send(
      request,
      found.map(({ id }) => id),
    );
}

/** Mails each of these people a link of their own, to the address on record. */
export async function sendLinkToEach(request: LinkRequest, personIds: readonly string[]): Promise<void> {
  for (const personId of personIds) await send(request, [personId]);
}

async function send({ db, settings, schoolId, returnTo, now }: LinkRequest, personIds: string[]): Promise<void> {
  const { linkId, statements } = await createSignInLink(db, settings, { schoolId, personIds, returnTo, now });
  await db.batch([enqueueMail(schoolScope(db, schoolId, now), { kind: "sign_in", linkId }), ...statements]);
}
