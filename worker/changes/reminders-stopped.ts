import { and, eq } from "drizzle-orm";
import type { InviteId, PersonId } from "../db/ids.ts";
import { mailStops } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";

/** A reader, a person or an invite, wants no reminders. Twice is once. */
export function remindersStopped({ db, schoolId, now }: Scope, readerId: PersonId | InviteId): Statement[] {
  return [db.insert(mailStops).values({ schoolId, readerId, at: now }).onConflictDoNothing()];
}

/** They want them again. */
export function remindersResumed({ db, schoolId }: Scope, readerId: PersonId | InviteId): Statement[] {
  return [db.delete(mailStops).where(and(eq(mailStops.schoolId, schoolId), eq(mailStops.readerId, readerId)))];
}
