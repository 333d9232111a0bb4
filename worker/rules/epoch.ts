import type { EveningId, SchoolId } from "../db/ids.ts";
import { type KeyRing, readSigned, sign } from "./tokens.ts";

export type EpochScope = { schoolId: SchoolId; eveningId: EveningId; participantId: string };

/**
 * A page's epoch: the server's time of its press on Join, signed for one participant in one evening. Presented again on a reconnect or on
 * moving to the next appointment, it proves that the page pressed, and when: only a later press takes a seat away from it.
 */
export function signEpoch(ring: KeyRing, epoch: number, scope: EpochScope): Promise<string> {
  return sign(ring, String(epoch), subjectOf(scope, epoch));
}

/** The epoch, or null where it was not signed by us for this participant and evening. */
export async function readEpoch(ring: KeyRing, signed: string, scope: EpochScope): Promise<number | null> {
  const digits = await readSigned(ring, signed, (payload) =>
    /^\d{1,16}$/.test(payload) ? subjectOf(scope, Number(payload)) : null,
  );
  return digits === null ? null : Number(digits);
}

/** The epoch of a press now: microseconds, the last three digits random, so that no two presses are equal. */
export function epochOfPress(now: number): number {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return now * 1000 + (random % 1000);
}

function subjectOf({ schoolId, eveningId, participantId }: EpochScope, epoch: number) {
  return ["epoch", schoolId, eveningId, participantId, epoch] as const;
}
