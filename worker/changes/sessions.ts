import { and, eq } from "drizzle-orm";
import type { PersonId } from "../db/ids.ts";
import { sessions } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/** Somebody has signed in on a device that keeps the token. */
export function sessionStarted(
  { db, schoolId, now }: Scope,
  personId: PersonId,
  tokenHash: string,
  lifeMs: number,
): Statement[] {
  return [db.insert(sessions).values({ schoolId, tokenHash, personId, createdAt: now, expiresAt: now + lifeMs })];
}

/** Somebody has signed out on a device. */
export function sessionEnded({ db, schoolId }: Scope, tokenHash: string): Statement[] {
  return [db.delete(sessions).where(and(eq(sessions.schoolId, schoolId), eq(sessions.tokenHash, tokenHash)))];
}
