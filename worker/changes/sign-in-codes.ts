import { and, eq, isNull, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { PersonId, SignInLinkId } from "../db/ids.ts";
import { signInCodes, signInLinks } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { MOST_TRIES } from "../rules/sign-in-code.ts";
import { audited } from "./audit.ts";
import { enqueueMail } from "./enqueue-mail.ts";
import { type NewSignInLink, signInLinkMade } from "./sign-in-links.ts";

export type NewSignInCode = {
  id: string;
  personId: PersonId;
  codeHash: string;
  /** SHA-256 of what the browser holds that asked for it. */
  browserHash: string;
  expiresAt: number;
};

/** Somebody's details were right: a code for their browser is made and a link for any, in one mail. Both have the same id. */
export function signInCodeSent(scope: Scope, code: NewSignInCode, link: NewSignInLink): Statement[] {
  return [
    enqueueMail(scope, { kind: "sign_in", linkId: link.id }),
    ...signInLinkMade(scope, link),
    codeMade(scope, { ...code, linkId: link.id }),
  ];
}

/** The same code is mailed again. */
export function signInCodeResent(scope: Scope, linkId: SignInLinkId): Statement[] {
  return [enqueueMail(scope, { kind: "sign_in", linkId })];
}

/** Somebody's details were right, and no code is mailed: their browser may use one of the office's. */
export function detailsMatched(scope: Scope, code: Omit<NewSignInCode, "codeHash">): Statement[] {
  return [codeMade(scope, { ...code, codeHash: "", linkId: null })];
}

/** The office gives somebody a code; the ones that it gave them before are worth nothing. */
export function officeCodeGiven(scope: Scope, code: Omit<NewSignInCode, "browserHash">): Statement[] {
  const { db, schoolId } = scope;
  const theirs = and(eq(signInCodes.schoolId, schoolId), eq(signInCodes.personId, code.personId));
  return [
    db.delete(signInCodes).where(and(theirs, isNull(signInCodes.browserHash))),
    codeMade(scope, { ...code, browserHash: null, linkId: null }),
    audited(scope, "sign_in.code_given", code.personId),
  ];
}

/**
 * A code is tried: counted before it is compared, against what had been counted when it was read, so that however many tries come at the
 * same instant no more than the most are compared. Refused as `spent` where it can't be tried any more, or another try was faster.
 */
export function signInCodeTried({ db, schoolId, now }: Scope, code: { id: string; tries: number }): Statement[] {
  const live = sql`EXISTS (SELECT 1 FROM sign_in_codes WHERE school_id = ${schoolId} AND id = ${code.id}
    AND used_at IS NULL AND expires_at > ${now} AND tries = ${code.tries} AND tries < ${MOST_TRIES})`;
  return [
    guardStatement(db, [{ name: "spent", broken: sql`NOT ${live}` }]),
    db
      .update(signInCodes)
      .set({ tries: sql`${signInCodes.tries} + 1` })
      .where(and(eq(signInCodes.schoolId, schoolId), eq(signInCodes.id, code.id))),
  ];
}

/** A code that was right is used up, with the link of its mail. Refused as `spent` for everybody but the first. */
export function signInCodeUsed({ db, schoolId, now }: Scope, id: string): Statement[] {
  const fresh = sql`EXISTS (SELECT 1 FROM sign_in_codes WHERE school_id = ${schoolId} AND id = ${id}
    AND used_at IS NULL AND expires_at > ${now})`;
  return [
    guardStatement(db, [{ name: "spent", broken: sql`NOT ${fresh}` }]),
    db
      .update(signInCodes)
      .set({ usedAt: now })
      .where(and(eq(signInCodes.schoolId, schoolId), eq(signInCodes.id, id))),
    db
      .update(signInLinks)
      .set({ usedAt: now })
      .where(and(eq(signInLinks.schoolId, schoolId), eq(signInLinks.id, id), isNull(signInLinks.usedAt))),
  ];
}

type CodeRow = Omit<NewSignInCode, "browserHash"> & { browserHash: string | null; linkId: SignInLinkId | null };

function codeMade({ db, schoolId, now }: Scope, code: CodeRow): Statement {
  return db.insert(signInCodes).values({ ...code, schoolId, createdAt: now });
}
