import { type KeyRing, readSigned, sign } from "./tokens.ts";

/** How far a check of somebody's line has come: the SFU sessions that it opened and what is in them. */
export type LineCheck = {
  schoolId: string;
  /** Epoch milliseconds. */
  until: number;
  sends: SfuEnd | null;
  receives: SfuEnd | null;
};
export type SfuEnd = { sfuSessionId: string; mids: string[] };

/**
 * The page carries it from call to call, signed, so that nothing is stored and nobody can name an SFU session that is not their own: by
 * its id alone anyone could listen to it.
 */
export function signLineCheck(ring: KeyRing, check: LineCheck): Promise<string> {
  const body = btoa(JSON.stringify(check));
  return sign(ring, body, ["line-check", body]);
}

/** The check, or null where it is malformed, forged, another school's or over. */
export async function readLineCheck(
  ring: KeyRing,
  signed: string,
  schoolId: string,
  now: number,
): Promise<LineCheck | null> {
  const body = await readSigned(ring, signed, (payload) => ["line-check", payload]);
  if (body === null) return null;
  const check = JSON.parse(atob(body)) as LineCheck;
  return check.schoolId === schoolId && now < check.until ? check : null;
}
