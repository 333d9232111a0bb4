/** Before the id of whoever the office added without an id of the school's own system: no file has such an id (a slash is all that matters). */
const BY_HAND = "by-hand/";

/** An external id for somebody who has none. */
export function byHandId(id: string): string {
  return `${BY_HAND}${id}`;
}

/** Whether a row was added by the office without an id of the school's own: no import can know it. */
export function isByHand(externalId: string): boolean {
  return externalId.startsWith(BY_HAND);
}
