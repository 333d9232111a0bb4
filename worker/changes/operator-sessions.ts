import { eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { guardStatement } from "../db/guard.ts";
import { operatorLinks, operatorSessions } from "../db/schema.ts";
import type { Statement } from "../db/statement.ts";
import { type OperatorScope, operatorAudited } from "./operator-audit.ts";

type Token = { tokenHash: string; expiresAt: number };

/** A link is made that an operator asked for. */
export function operatorLinkMade({ db, operator, now }: OperatorScope, link: Token): Statement[] {
  return [db.insert(operatorLinks).values({ ...link, operator, createdAt: now })];
}

/** An operator signs in by a link, on a device that keeps the session's token. Refused as `spent` for everybody but the first. */
export function operatorSignedIn(by: OperatorScope, linkHash: string, session: Token): Statement[] {
  const { db, operator, now } = by;
  const fresh = sql`EXISTS (SELECT 1 FROM operator_links WHERE token_hash = ${linkHash} AND operator = ${operator}
    AND used_at IS NULL AND expires_at > ${now})`;
  return [
    guardStatement(db, [{ name: "spent", broken: sql`NOT ${fresh}` }]),
    db.update(operatorLinks).set({ usedAt: now }).where(eq(operatorLinks.tokenHash, linkHash)),
    ...operatorSessionStarted(by, session),
  ];
}

/** An operator has a session on a device: the part of signing in that needs no link. */
export function operatorSessionStarted(by: OperatorScope, session: Token): Statement[] {
  const { db, operator, now } = by;
  return [
    db.insert(operatorSessions).values({ ...session, operator, createdAt: now, seenAt: now }),
    operatorAudited(by, "operator.signed_in", ""),
  ];
}

/** A session has been used: its idle limit counts from now. */
export function operatorSessionSeen({ db, now }: OperatorScope, tokenHash: string): Statement[] {
  return [db.update(operatorSessions).set({ seenAt: now }).where(eq(operatorSessions.tokenHash, tokenHash))];
}

/** An operator has signed out on a device. */
export function operatorSessionEnded(db: Database, tokenHash: string): Statement[] {
  return [db.delete(operatorSessions).where(eq(operatorSessions.tokenHash, tokenHash))];
}
