import { and, eq } from "drizzle-orm";
import type { PersonId } from "../db/ids.ts";
import { people } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited } from "./audit.ts";

/** Mail goes to somebody's address again from which it came back: after the mail provider has let it. */
export function mailStopLifted(scope: Scope, personId: PersonId): Statement[] {
  const { db, schoolId } = scope;
  return [
    db
      .update(people)
      .set({ bouncedAt: null })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId))),
    audited(scope, "person.mail_stop_lifted", personId),
  ];
}
