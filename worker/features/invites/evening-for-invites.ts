import type { GuardianId } from "../../db/ids.ts";
import type { evenings } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { eveningsBookedBy, eveningsOpenTo, findEvening } from "../../queries/evenings.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";

export type Evening = typeof evenings.$inferSelect;

/** The evening asked for, or the one that My Bookings shows, or the next that is open to the guardian. */
export async function eveningForInvites(
  scope: Scope,
  guardianId: GuardianId,
  askedId?: string,
): Promise<Evening | undefined> {
  const { now } = scope;
  if (askedId !== undefined) return findEvening(scope, askedId);
  const booked = chooseEvening(await eveningsBookedBy(scope, guardianId), now);
  return booked ?? chooseEvening(await eveningsOpenTo(scope, guardianId), now);
}

/** Whether nobody can be invited to it any more. */
export function isOver(evening: Evening, now: number): boolean {
  return evening.endsAt <= now || evening.state === "closed";
}
