import { deriveToken, type KeyRing, sameToken } from "./keys.ts";

/** Whose birth date: the school's own id of the student goes in, so that equal dates do not look equal. */
export type BirthOf = { schoolId: string; externalId: string };

/**
 * A date of birth as it is stored: "k1.5f0c…", the key's id and an HMAC. Enough to compare at sign-in. The id lets keys rotate: an import
 * after a rotation writes the dates under the new key, and the old one may go when none is left under it.
 */
export async function birthKey(
  ring: KeyRing,
  { schoolId, externalId }: BirthOf,
  isoDate: string,
  keyId = ring.current,
) {
  return `${keyId}.${await deriveToken(ring, keyId, "birth", schoolId, externalId, isoDate)}`;
}

/** Whether the date is the one that was stored. A key that has left the ring matches nothing. */
export async function sameBirth(ring: KeyRing, of: BirthOf, stored: string, isoDate: string): Promise<boolean> {
  const keyId = stored.slice(0, stored.lastIndexOf("."));
  if (!(keyId in ring.keys)) return false;
  return sameToken(stored, await birthKey(ring, of, isoDate, keyId));
}
