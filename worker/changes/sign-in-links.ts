import type { Database } from "../db/client.ts";
import { signInLinks } from "../db/schema.ts";
import type { School } from "../http/context.ts";
import { schoolOrigin } from "../http/context.ts";
import type { Settings } from "../ports/settings.ts";
import { deriveToken, hashToken } from "../rules/keys.ts";

/** How long a link lives that a person asked for. */
export const SIGN_IN_LINK_LIFE_MS = 30 * 60_000;

export type NewSignInLink = {
  schoolId: string;
  /** Whoever may sign in with it: several where people share an address. */
  personIds: readonly string[];
  /** A path on the school's site to go to then. */
  returnTo: string;
  now: number;
  /** Epoch milliseconds; 30 minutes from `now` unless told otherwise. */
  expiresAt?: number;
};

/** Prepares a single-use link: put `statements` into the batch that also enqueues its mail. */
export async function createSignInLink(db: Database, settings: Pick<Settings, "SIGNING_KEYS">, link: NewSignInLink) {
  const linkId = crypto.randomUUID();
  const keyId = settings.SIGNING_KEYS.current;
  const row = {
    schoolId: link.schoolId,
    id: linkId,
    tokenHash: await hashToken(await tokenOf(settings, linkId, keyId)),
    keyId,
    personIds: JSON.stringify(link.personIds),
    returnTo: link.returnTo,
    createdAt: link.now,
    expiresAt: link.expiresAt ?? link.now + SIGN_IN_LINK_LIFE_MS,
  };
  return { linkId, statements: [db.insert(signInLinks).values(row)] as const };
}

/** The address that a mail carries: derived again at each sending, so that the database never holds it. */
export async function signInUrl(
  settings: Pick<Settings, "SIGNING_KEYS" | "PUBLIC_URL">,
  school: Pick<School, "slug">,
  linkId: string,
  keyId: string,
): Promise<string> {
  return `${schoolOrigin(settings, school.slug)}/sign-in/link/${await tokenOf(settings, linkId, keyId)}`;
}

function tokenOf(settings: Pick<Settings, "SIGNING_KEYS">, linkId: string, keyId: string): Promise<string> {
  return deriveToken(settings.SIGNING_KEYS, keyId, "sign-in", linkId);
}
