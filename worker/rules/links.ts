import type { EveningId, PersonId, SchoolId, SignInLinkId, WaitlistEntryId } from "../db/ids.ts";
import type { Settings } from "../ports/settings.ts";
import { schoolOrigin } from "./school-origin.ts";
import { hashToken, isToken, isTokenUnder, type KeyRing, newToken, tokenUnder } from "./tokens.ts";

/** The addresses in mails that let their reader in without signing in, each beside what finds it right. */
type Site = Pick<Settings, "PUBLIC_URL" | "SIGNING_KEYS">;
type Slug = { slug: string };
type SchoolOf = Slug & { id: string };

/** An invite as its token is made of it: the key stays, so that a resend carries the same link and the database opens no call. */
export type TokenOf = { schoolId: SchoolId; id: string; keyId: string; version: number };

/** The secret of an invite's link, 32 hex digits. Throws where its key has left the ring. */
export function guestTokenOf(ring: KeyRing, invite: TokenOf): Promise<string> {
  return tokenUnder(ring, invite.keyId, ["guest", invite.schoolId, invite.id, invite.version]);
}

/** The two addresses that an invitation carries. */
export async function guestLinks(site: Site, { slug }: Slug, invite: TokenOf) {
  const token = await guestTokenOf(site.SIGNING_KEYS, invite);
  const origin = schoolOrigin(site, slug);
  return {
    joinUrl: `${origin}/guests/video/${invite.id}?guestToken=${token}`,
    notMeUrl: `${origin}/guests/not-me/${invite.id}?guestToken=${token}`,
  };
}

/**
 * Whether a token opens the invite. `withdrawn`: it is right, but of an invite that was taken back since; anything else is `unknown`, so
 * that a guesser learns nothing.
 */
export async function checkGuestToken(
  ring: KeyRing,
  invite: TokenOf & { state: "sent" | "removed" | "held" },
  token: string,
): Promise<"live" | "withdrawn" | "unknown"> {
  const opens = (version: number) =>
    isTokenUnder(ring, invite.keyId, ["guest", invite.schoolId, invite.id, version], token);
  if (await opens(invite.version)) return invite.state === "sent" ? "live" : "unknown";
  for (let version = invite.version - 1; version >= 1; version -= 1) if (await opens(version)) return "withdrawn";
  return "unknown";
}

/** It opens this one offer, and nothing else of the guardian's. */
export async function offerUrl(site: Site, school: SchoolOf, entryId: WaitlistEntryId): Promise<string> {
  const token = await newToken(site.SIGNING_KEYS, ["waiting-list-offer", school.id, entryId]);
  return `${schoolOrigin(site, school.slug)}/offers/${entryId}?token=${token}`;
}

export function opensOffer(
  ring: KeyRing,
  schoolId: SchoolId,
  entryId: WaitlistEntryId,
  token: string,
): Promise<boolean> {
  return isToken(ring, ["waiting-list-offer", schoolId, entryId], token);
}

/** Where a reader, a person or an invite, stops their reminders. */
export async function stopAddress(site: Site, school: SchoolOf, readerId: string): Promise<string> {
  const token = await newToken(site.SIGNING_KEYS, ["reminders", school.id, readerId]);
  return `${schoolOrigin(site, school.slug)}/reminders/stop/${encodeURIComponent(`${readerId}.${token}`)}`;
}

/** Whose reminders an address stops, or null. */
export async function readerOf(ring: KeyRing, schoolId: SchoolId, secret: string): Promise<string | null> {
  const [, readerId, token] = /^(.{1,100})\.([0-9a-f]{32})$/.exec(secret) ?? [];
  if (!readerId || !token) return null;
  return (await isToken(ring, ["reminders", schoolId, readerId], token)) ? readerId : null;
}

/** How long a link lives that a person asked for. */
export const SIGN_IN_LINK_LIFE_MS = 30 * 60_000;

type Wanted = { personIds: readonly PersonId[]; returnTo: string; expiresAt: number; eveningId?: EveningId };

/** A new link as it is stored: of its token only the hash, by which it is found. */
export async function newSignInLink(ring: KeyRing, wanted: Wanted, id: SignInLinkId = crypto.randomUUID()) {
  return { id, tokenHash: await hashToken(await newToken(ring, ["sign-in", id])), keyId: ring.current, ...wanted };
}

/** The address that a mail carries: derived again at each sending, so that the database never holds it. */
export async function signInUrl(site: Site, { slug }: Slug, linkId: SignInLinkId, keyId: string): Promise<string> {
  return `${schoolOrigin(site, slug)}/sign-in/link/${await tokenUnder(site.SIGNING_KEYS, keyId, ["sign-in", linkId])}`;
}

/** Where every school's OpenID Connect provider sends browsers back to: a path of the platform's own address. */
export const OPEN_ID_CALLBACK = "/open-id/callback";

/** The same as a provider has to know it. */
export function openIdCallbackUrl({ PUBLIC_URL }: Pick<Settings, "PUBLIC_URL">): string {
  return new URL(OPEN_ID_CALLBACK, PUBLIC_URL).href;
}
