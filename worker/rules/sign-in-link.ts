import type { PersonId, SignInLinkId } from "../db/ids.ts";
import { deriveToken, hashToken, type KeyRing } from "./keys.ts";
import { schoolOrigin } from "./school-origin.ts";

/** How long a link lives that a person asked for. */
export const SIGN_IN_LINK_LIFE_MS = 30 * 60_000;

type Wanted = { personIds: readonly PersonId[]; returnTo: string; expiresAt: number };

/** A new single-use link as it is stored: of its token only the hash. */
export async function newSignInLink(ring: KeyRing, { personIds, returnTo, expiresAt }: Wanted) {
  const id: SignInLinkId = crypto.randomUUID();
  const keyId = ring.current;
  return { id, tokenHash: await hashToken(await tokenOf(ring, id, keyId)), keyId, personIds, returnTo, expiresAt };
}

/** The address that a mail carries: derived again at each sending, so that the database never holds it. */
export async function signInUrl(
  settings: { SIGNING_KEYS: KeyRing; PUBLIC_URL: URL },
  school: { slug: string },
  linkId: SignInLinkId,
  keyId: string,
): Promise<string> {
  return `${schoolOrigin(settings, school.slug)}/sign-in/link/${await tokenOf(settings.SIGNING_KEYS, linkId, keyId)}`;
}

function tokenOf(ring: KeyRing, linkId: SignInLinkId, keyId: string): Promise<string> {
  return deriveToken(ring, keyId, "sign-in", linkId);
}
