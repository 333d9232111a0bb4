import type { SchoolId } from "../db/ids.ts";
import { isTokenUnder, type KeyRing, newToken } from "./tokens.ts";

/** Whose birth date: the school's own id of the student goes in, so that equal dates do not look equal. */
export type BirthOf = { schoolId: SchoolId; externalId: string };

/**
 * A date of birth as it is stored: "k1.5f0c…", the key's id and an HMAC. Enough to compare at sign-in. The id lets keys rotate: an import
 * after a rotation writes the dates under the new key, and the old one may go when none is left under it.
 */
export async function birthKey(ring: KeyRing, of: BirthOf, isoDate: string): Promise<string> {
  return `${ring.current}.${await newToken(ring, subjectOf(of, isoDate))}`;
}

/** Whether the date is the one that was stored. A key that has left the ring matches nothing. */
export function sameBirth(ring: KeyRing, of: BirthOf, stored: string, isoDate: string): Promise<boolean> {
  const dot = stored.lastIndexOf(".");
  return isTokenUnder(ring, stored.slice(0, dot), subjectOf(of, isoDate), stored.slice(dot + 1));
}

function subjectOf({ schoolId, externalId }: BirthOf, isoDate: string) {
  return ["birth", schoolId, externalId, isoDate] as const;
}
