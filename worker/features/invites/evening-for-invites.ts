import type { Database } from "../../db/client.ts";
import type { evenings } from "../../db/schema.ts";
import { eveningsBookedBy, eveningsOpenTo, findEvening } from "../../queries/evenings.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";

export type Evening = typeof evenings.$inferSelect;

/** The evening asked for, or the one that My Bookings shows, or the next that is open to the guardian. */
export async function eveningForInvites(
  db: Database,
  schoolId: string,
  guardianId: string,
  now: number,
  askedId?: string,
): Promise<Evening | undefined> {
  if (askedId !== undefined) return findEvening(db, schoolId, askedId);
  const booked = chooseEvening(await eveningsBookedBy(db, schoolId, guardianId), now);
  return booked ?? chooseEvening(await eveningsOpenTo(db, schoolId, guardianId, now), now);
}
