import { and, eq, type SQL, sql } from "drizzle-orm";
import type { EveningId, GuardianId, WaitlistEntryId } from "../db/ids.ts";
import type { Given } from "../db/prepared-batch.ts";
import { claims, waiting } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { timesFreed, timesWaitedFor } from "./freed-times.ts";

/** Ends waitlist entries and lets go of what is held for them. `live`: a query for the ids of entries that aren't over. */
export function waitlistEntriesEnded(scope: GivenScope, live: SQL): Statement[] {
  const { db, schoolId } = scope;
  return [
    timesFreed(scope, timesWaitedFor(scope, live)),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), sql`${claims.proposalId} IN (${live})`)),
    db
      .update(waiting)
      .set({ state: "left" })
      .where(and(eq(waiting.schoolId, schoolId), sql`${waiting.id} IN (${live})`)),
  ];
}

/** One waitlist entry, unless it is over. */
export function liveEntry({ schoolId }: GivenScope, id: Given<WaitlistEntryId>): SQL {
  return sql`SELECT id FROM waiting WHERE school_id = ${schoolId} AND id = ${id} AND state IN ('waiting', 'offered')`;
}

type Of = { eveningId: Given<EveningId>; guardianId: Given<GuardianId> };

/** A guardian's entries in an evening that aren't over; for the classes that a query finds, `(student, class)`, where one is given. */
export function liveEntries({ schoolId }: GivenScope, { eveningId, guardianId }: Of, classes?: SQL): SQL {
  const those = classes ? sql`AND (student_id, class_id) IN (${classes})` : sql``;
  // The states as the index `waiting_once` has them, word for word, so that it serves this query.
  return sql`SELECT id FROM waiting WHERE school_id = ${schoolId} AND evening_id = ${eveningId} AND guardian_id = ${guardianId}
    ${those} AND state IN ('waiting', 'offered')`;
}
