import { signInLinkSent } from "../../changes/sign-in-links.ts";
import { commit } from "../../db/guard.ts";
import type { PersonId } from "../../db/ids.ts";
import type { Role } from "../../db/records.ts";
import type { Scope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { foldEmail } from "../../rules/fold.ts";
import { newSignInLink, SIGN_IN_LINK_LIFE_MS } from "../../rules/links.ts";
import { peopleOfEmail } from "./sign-in-people.ts";

export type LinkRequest = {
  scope: Scope;
  settings: Pick<Settings, "SIGNING_KEYS">;
  /** A path on the school's site, or empty for the person's own start. */
  returnTo: string;
};

/** Mails one link to whoever has this address; several people who share it choose at the click. Does nothing where nobody has it. */
export async function sendLinkToAddress(request: LinkRequest, email: string, roles: readonly Role[]): Promise<void> {
  const found = await peopleOfEmail(request.scope, foldEmail(email), roles);
  const ids = found.map(({ id }) => id);
  await sendLink(request, ids);
}

/** Mails these people, who share an address, one link to the address on record. */
export async function sendLink({ scope, settings, returnTo }: LinkRequest, personIds: PersonId[]): Promise<void> {
  if (personIds.length === 0) return;
  const expiresAt = scope.now + SIGN_IN_LINK_LIFE_MS;
  const link = await newSignInLink(settings.SIGNING_KEYS, { personIds, returnTo, expiresAt });
  await commit(scope.db, signInLinkSent(scope, link));
}
