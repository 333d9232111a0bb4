import type { EveningId, PersonId, SignInLinkId } from "../../db/ids.ts";
import type { Role } from "../../db/records.ts";
import type { Scope } from "../../db/scope.ts";
import { findEvening } from "../../queries/evenings.ts";
import { dayTimeOf } from "../../rules/school-time.ts";
import { hashToken } from "../../rules/tokens.ts";
import { linkOf, peopleOfIds } from "./sign-in-people.ts";

type Chooser = {
  id: PersonId;
  role: Role;
  title: string;
  forename: string;
  surname: string;
  email: string;
};

export type LiveLink = {
  kind: "live";
  linkId: SignInLinkId;
  people: Chooser[];
  returnTo: string;
  /** All that a booking mail's link opens, as often as it is pressed; null for a link that opens everything, once. */
  evening: { id: EveningId; startsAt: number; endsAt: number } | null;
};
/** What a token leads to. `spent`: used or too old; `people` then only tells who is signed in by it already, or may have another. */
export type LinkState =
  | LiveLink
  | { kind: "spent"; because: "used" | "expired"; people: Chooser[]; returnTo: string }
  | { kind: "unknown" };

/** Looks at a link and changes nothing: mail scanners open links before people do. */
export async function lookAtLink(scope: Scope, token: string): Promise<LinkState> {
  const { now } = scope;
  const link = await linkOf(scope, await hashToken(token));
  if (!link) return { kind: "unknown" };
  const people = await peopleOfIds(scope, JSON.parse(link.personIds) as string[]);
  const { returnTo, eveningId } = link;
  if (people.length === 0) return { kind: "unknown" };
  if (eveningId === null && link.usedAt !== null) return { kind: "spent", because: "used", people, returnTo };
  const evening = eveningId === null ? null : await findEvening(scope, eveningId);
  if (link.expiresAt <= now || evening === undefined) return { kind: "spent", because: "expired", people, returnTo };
  return { kind: "live", linkId: link.id, people, returnTo, evening };
}

/** Where a link leads whom it signs in: on the day of its evening to the calls. */
export function leadsTo({ returnTo, evening }: LiveLink, zone: string, now: number): string {
  const isToday = evening && dayTimeOf(evening.startsAt, zone).day === dayTimeOf(now, zone).day && now < evening.endsAt;
  return isToday ? `/video?evening=${encodeURIComponent(evening.id)}` : returnTo;
}
