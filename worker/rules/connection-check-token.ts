import type { SchoolId } from "../db/ids.ts";
import { type KeyRing, readSigned, sign } from "./tokens.ts";

/** How far a check of somebody's connection has come: the SFU sessions that it opened and what is in them. */
export type ConnectionCheck = {
  schoolId: SchoolId;
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
export function signConnectionCheck(ring: KeyRing, check: ConnectionCheck): Promise<string> {
  const body = btoa(JSON.stringify(check));
  return sign(ring, body, ["line-check", body]);
}

/** The check, or null where it is malformed, forged, another school's or over. */
export async function readConnectionCheck(
  ring: KeyRing,
  signed: string,
  schoolId: SchoolId,
  now: number,
): Promise<ConnectionCheck | null> {
  const body = await readSigned(ring, signed, (payload) => ["line-check", payload]);
  if (body === null) return null;
  const check = JSON.parse(atob(body)) as ConnectionCheck;
  return check.schoolId === schoolId && now < check.until ? check : null;
}
