import { deriveToken, type KeyRing, sameToken } from "./keys.ts";

export type TokenOf = { schoolId: string; id: string; keyId: string; version: number };

/** The secret of an invite's link, 32 hex digits. Derived, so that a resend carries the same link and the database opens no call. */
export function guestTokenOf(ring: KeyRing, invite: TokenOf): Promise<string> {
  return deriveToken(ring, invite.keyId, "guest", invite.schoolId, invite.id, invite.version);
}

/**
 * Whether a token opens the invite. `withdrawn`: it is right, but of an invite that was taken back since; anything else is `unknown`, so
 * that a guesser learns nothing. Throws where the key ring no longer has the invite's key.
 */
export async function checkGuestToken(
  ring: KeyRing,
  invite: TokenOf & { state: "sent" | "removed" },
  token: string,
): Promise<"live" | "withdrawn" | "unknown"> {
  if (!/^[0-9a-f]{32}$/.test(token)) return "unknown";
  if (sameToken(token, await guestTokenOf(ring, invite))) return invite.state === "sent" ? "live" : "unknown";
  for (let version = invite.version - 1; version >= 1; version -= 1) {
    if (sameToken(token, await guestTokenOf(ring, { ...invite, version }))) return "withdrawn";
  }
  return "unknown";
}
