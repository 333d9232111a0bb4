import { deriveToken, type KeyRing, sameToken } from "./keys.ts";

/**
 * A page's epoch: the server's time of its press on Join, signed for one participant in one evening. Presented again on a reconnect or on
 * moving to the next appointment, it proves that the page pressed, and when: only a later press takes a seat away from it.
 */
export async function signEpoch(ring: KeyRing, epoch: number, scope: EpochScope): Promise<string> {
  const keyId = ring.current;
  return `${keyId}.${epoch}.${await macOf(ring, keyId, epoch, scope)}`;
}

export type EpochScope = { schoolId: string; eveningId: string; participantId: string };

/** The epoch, or null where it was not signed by us for this participant and evening. */
export async function readEpoch(ring: KeyRing, signed: string, scope: EpochScope): Promise<number | null> {
  const [keyId, digits, mac, ...rest] = signed.split(".");
  if (!keyId || !digits || !mac || rest.length > 0 || !Object.hasOwn(ring.keys, keyId) || !/^\d{1,16}$/.test(digits))
    return null;
  return sameToken(mac, await macOf(ring, keyId, Number(digits), scope)) ? Number(digits) : null;
}

/** The epoch of a press now: microseconds, the last three digits random, so that no two presses are equal. */
export function epochOfPress(now: number): number {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return now * 1000 + (random % 1000);
}

function macOf(ring: KeyRing, keyId: string, epoch: number, scope: EpochScope): Promise<string> {
  return deriveToken(ring, keyId, "epoch", scope.schoolId, scope.eveningId, scope.participantId, epoch);
}
