import { type SQL, sql } from "drizzle-orm";
import type { HoldId } from "../../db/ids.ts";
import type { Given } from "../../db/prepared-batch.ts";
import { wishEnd } from "./overlap.ts";
import type { Wish } from "./wish.ts";

/**
 * Somebody in the appointment, the guardian or a teacher of the class, has given some of the time away: to another appointment, to a hold
 * that lasts (unless it is `hold`), or to a break. What the key of `claims` holds.
 */
export function timeTaken({ scope, guardianId }: Wish, hold?: Given<HoldId>): SQL {
  const { schoolId, now } = scope;
  const notOurs = hold === undefined ? sql`` : sql`AND c.proposal_id IS NOT ${hold}`;
  return sql`EXISTS (SELECT 1 FROM claims AS c WHERE c.school_id = ${schoolId}
    AND c.person_id IN (SELECT ${guardianId} UNION ALL
      SELECT ct.teacher_id FROM class_teachers AS ct WHERE ct.school_id = ${schoolId} AND ct.class_id = w.class_id)
    AND c.unit_at >= w.starts_at AND c.unit_at < ${wishEnd()}
    AND (c.held_until IS NULL OR c.held_until > ${now}) AND c.appointment_id IS NOT w.id ${notOurs})`;
}
