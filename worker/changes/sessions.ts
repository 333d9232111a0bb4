import { and, eq, ne, sql } from "drizzle-orm";
import type { EveningId, PersonId } from "../db/ids.ts";
import { sessions } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited, auditedEach } from "./audit.ts";
import { enqueueMail } from "./enqueue-mail.ts";

/** By what somebody has signed in: the audit trail's word, and never an address. */
export type SignedInBy = "link" | "evening_link" | "code" | "office_code" | "details" | "open_id" | "demo";

export type NewSession = {
  personId: PersonId;
  /** SHA-256 of the token that the device keeps. */
  tokenHash: string;
  expiresAt: number;
  /** "Chrome on Android". */
  device: string;
  /** The one evening that it opens; null where it opens everything of the person's. */
  eveningId: EveningId | null;
  by: SignedInBy;
  /** The session that the same device had until now. */
  replaces: string | null;
  /** On a device that they have not used before: they are told by mail. */
  isNew: boolean;
};

/** Somebody has signed in on a device that keeps the token. */
export function sessionStarted(scope: Scope, { by, replaces, isNew, ...session }: NewSession): Statement[] {
  const { db, schoolId, now } = scope;
  return [
    db.delete(sessions).where(and(eq(sessions.schoolId, schoolId), eq(sessions.tokenHash, replaces ?? ""))),
    db.insert(sessions).values({ ...session, schoolId, createdAt: now, seenAt: now }),
    audited({ ...scope, actor: session.personId }, `sign_in.by_${by}`, session.personId),
    ...(isNew ? [enqueueMail(scope, { kind: "new_device", personId: session.personId })] : []),
  ];
}

/** A session has been used. */
export function sessionSeen({ db, schoolId, now }: Scope, tokenHash: string): Statement[] {
  const it = and(eq(sessions.schoolId, schoolId), eq(sessions.tokenHash, tokenHash));
  return [db.update(sessions).set({ seenAt: now }).where(it)];
}

/** Somebody has signed out on a device, there or from another. */
export function sessionEnded(scope: Scope, tokenHash: string): Statement[] {
  const { db, schoolId } = scope;
  const whose = sql`SELECT person_id FROM sessions WHERE school_id = ${schoolId} AND token_hash = ${tokenHash}`;
  return [
    auditedEach(scope, "session.ended", whose),
    db.delete(sessions).where(and(eq(sessions.schoolId, schoolId), eq(sessions.tokenHash, tokenHash))),
  ];
}

/** Somebody has signed out on every device; where `except` names a session, on every other. */
export function everySessionEnded(scope: Scope, personId: PersonId, except = ""): Statement[] {
  const { db, schoolId } = scope;
  const theirs = and(eq(sessions.schoolId, schoolId), eq(sessions.personId, personId));
  return [
    audited(scope, "session.all_ended", personId),
    db.delete(sessions).where(and(theirs, ne(sessions.tokenHash, except))),
  ];
}
