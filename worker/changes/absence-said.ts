import { and, eq, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { EveningId, GuardianId } from "../db/ids.ts";
import type { Given } from "../db/prepared-batch.ts";
import { absences } from "../db/schema.ts";
import type { GivenScope, Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited } from "./audit.ts";
import { proposalsLetGo } from "./proposals.ts";
import { liveEntries, waitlistEntriesEnded } from "./waitlist-entries-ended.ts";

export type AbsenceOf = { guardianId: Given<GuardianId>; eveningId: Given<EveningId> };

/**
 * A guardian can't attend an evening: they wait for no time in it any more, and what was held for them is free. Refused as `still-booked`
 * where they have an appointment in it, which is given back first, so that nobody waits for them.
 */
export function absenceSaid(scope: Scope, of: { guardianId: GuardianId; eveningId: EveningId }): Statement[] {
  const { db, schoolId, now } = scope;
  const { guardianId, eveningId } = of;
  const booked = sql`EXISTS (SELECT 1 FROM appointments WHERE school_id = ${schoolId} AND evening_id = ${eveningId}
    AND guardian_id = ${guardianId} AND state = 'booked')`;
  return [
    guardStatement(db, [{ name: "still-booked", broken: booked }]),
    db.insert(absences).values({ schoolId, eveningId, guardianId, saidAt: now }).onConflictDoNothing(),
    ...waitlistEntriesEnded(scope, liveEntries(scope, of)),
    ...proposalsLetGo(
      scope,
      sql`SELECT id FROM proposals WHERE school_id = ${schoolId} AND guardian_id = ${guardianId} AND evening_id = ${eveningId} AND state = 'held'`,
    ),
    audited(scope, "evening.unable_to_attend", eveningId),
  ];
}

/** They can attend after all. */
export function absenceTakenBack(scope: Scope, of: { guardianId: GuardianId; eveningId: EveningId }): Statement[] {
  return [scope.db.delete(absences).where(absenceOf(scope, of)), audited(scope, "evening.can_attend", of.eveningId)];
}

/** The condition for one guardian's row of one evening. */
export function absenceOf({ schoolId }: Pick<GivenScope, "schoolId">, { guardianId, eveningId }: AbsenceOf) {
  return and(eq(absences.schoolId, schoolId), eq(absences.eveningId, eveningId), eq(absences.guardianId, guardianId));
}
