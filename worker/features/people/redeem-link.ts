import { signInLinkUsed } from "../../changes/sign-in-links.ts";
import { commit } from "../../db/guard.ts";
import type { PersonId, SignInLinkId } from "../../db/ids.ts";
import type { Role } from "../../db/records.ts";
import type { Scope } from "../../db/scope.ts";
import { hashToken } from "../../rules/tokens.ts";
import { linkOf, peopleOfIds } from "./sign-in-people.ts";

type Chooser = {
  id: PersonId;
  role: Role;
  title: string;
  forename: string;
  surname: string;
};

/** What a token leads to. `spent`: used or too old; `people` then only tells who is signed in by it already. */
export type LinkState =
  | { kind: "live"; linkId: SignInLinkId; people: Chooser[]; returnTo: string }
  | { kind: "spent"; because: "used" | "expired"; people: Chooser[]; returnTo: string }
  | { kind: "unknown" };

/** Looks at a link and changes nothing: mail scanners open links before people do. */
export async function lookAtLink(scope: Scope, token: string): Promise<LinkState> {
  const { now } = scope;
  const link = await linkOf(scope, await hashToken(token));
  if (!link) return { kind: "unknown" };
  const people = await peopleOfIds(scope, JSON.parse(link.personIds) as string[]);
  const { returnTo } = link;
  if (link.usedAt !== null) return { kind: "spent", because: "used", people, returnTo };
  if (link.expiresAt <= now) return { kind: "spent", because: "expired", people, returnTo };
  return people.length > 0 ? { kind: "live", linkId: link.id, people, returnTo } : { kind: "unknown" };
}

/** Uses the link up for one of its people. False where somebody was faster or the person is not one of them. */
export async function redeemLink(
  scope: Scope,
  link: Extract<LinkState, { kind: "live" }>,
  personId: PersonId,
): Promise<boolean> {
  if (!link.people.some(({ id }) => id === personId)) return false;
  return (await commit(scope.db, signInLinkUsed(scope, link.linkId))) === null;
}
