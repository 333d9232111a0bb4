import type { Settings } from "../ports/settings.ts";
import { deriveToken, type KeyRing, sameToken } from "./keys.ts";
import { schoolOrigin } from "./school-origin.ts";

type Keys = Pick<Settings, "SIGNING_KEYS">;

/** The address in the mail: it opens this one offer, and nothing else of the guardian's. */
export async function offerUrl(
  settings: Pick<Settings, "PUBLIC_URL"> & Keys,
  school: { id: string; slug: string },
  waitingId: string,
): Promise<string> {
  const token = await tokenUnder(settings.SIGNING_KEYS, settings.SIGNING_KEYS.current, school.id, waitingId);
  return `${schoolOrigin(settings, school.slug)}/offers/${waitingId}?token=${token}`;
}

/** Whether a token opens the offer. Any key of the ring will do: an offer lives for hours, and keys rotate between them. */
export async function opensOffer({ SIGNING_KEYS }: Keys, schoolId: string, waitingId: string, token: string) {
  const right = await Promise.all(
    Object.keys(SIGNING_KEYS.keys).map((keyId) => tokenUnder(SIGNING_KEYS, keyId, schoolId, waitingId)),
  );
  return right.some((one) => sameToken(one, token));
}

function tokenUnder(ring: KeyRing, keyId: string, schoolId: string, waitingId: string): Promise<string> {
  return deriveToken(ring, keyId, "waiting-list-offer", schoolId, waitingId);
}
