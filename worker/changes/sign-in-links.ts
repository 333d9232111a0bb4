import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { EveningId, PersonId, SignInLinkId } from "../db/ids.ts";
import { signInCodes, signInLinks } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { enqueueMail } from "./enqueue-mail.ts";

export type NewSignInLink = {
  id: SignInLinkId;
  /** SHA-256 of its token, and the key of the ring that it was derived under. */
  tokenHash: string;
  keyId: string;
  /** Whoever may sign in with it: several where people share an address. */
  personIds: readonly PersonId[];
  /** A path on the school's site to go to then. */
  returnTo: string;
  expiresAt: number;
  /** The one evening that it opens, as often as it is pressed; otherwise it opens everything, once. */
  eveningId?: EveningId;
};

/** A link is made, for a mail that is just being composed. */
export function signInLinkMade({ db, schoolId, now }: Scope, link: NewSignInLink): Statement[] {
  const personIds = JSON.stringify(link.personIds);
  return [db.insert(signInLinks).values({ ...link, schoolId, personIds, createdAt: now })];
}

/** A link is made that somebody asked for, with its mail. */
export function signInLinkSent(scope: Scope, link: NewSignInLink): Statement[] {
  return [enqueueMail(scope, { kind: "sign_in", linkId: link.id }), ...signInLinkMade(scope, link)];
}

/**
 * A link is used by one of its people: up, with the code of its mail, or, where it is of one evening, not. Refused as `spent` where it opens
 * nothing for them any more. Put it before what it lets them do, in one batch.
 */
export function signInLinkUsed({ db, schoolId, now }: Scope, id: SignInLinkId, personId: PersonId): Statement[] {
  const fresh = sql`EXISTS (SELECT 1 FROM sign_in_links AS l CROSS JOIN json_each(l.person_ids) AS one
    WHERE l.school_id = ${schoolId} AND l.id = ${id} AND one.value = ${personId}
      AND (l.used_at IS NULL OR l.evening_id IS NOT NULL) AND l.expires_at > ${now})`;
  return [
    guardStatement(db, [{ name: "spent", broken: sql`NOT ${fresh}` }]),
    db
      .update(signInLinks)
      .set({ usedAt: now })
      .where(and(eq(signInLinks.schoolId, schoolId), eq(signInLinks.id, id), gt(signInLinks.expiresAt, now))),
    // A code has the id of the link beside it.
    db
      .update(signInCodes)
      .set({ usedAt: now })
      .where(and(eq(signInCodes.schoolId, schoolId), eq(signInCodes.id, id), isNull(signInCodes.usedAt))),
  ];
}
