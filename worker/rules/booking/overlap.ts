import { type SQL, sql } from "drizzle-orm";
import type { Wish } from "./wish.ts";

/** Times are epoch milliseconds. */
export type Span = { startsAt: number; endsAt: number };

/** Whether two spans share a moment; one that ends as the other begins does not. */
export function overlaps(one: Span, other: Span): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}

/** Another booked appointment of the guardian's, in any evening, is at the time. */
export function overlapsOwn({ scope, guardianId }: Wish): SQL {
  return sql`EXISTS (SELECT 1 FROM appointments AS other WHERE other.school_id = ${scope.schoolId}
    AND other.guardian_id = ${guardianId} AND other.state = 'booked' AND other.id <> w.id
    AND other.starts_at < ${wishEnd()} AND w.starts_at < other.ends_at)`;
}

/** When a row of the wish would end. */
export function wishEnd(): SQL {
  return sql`(w.starts_at + ec.units * evenings.slot_seconds * 1000)`;
}
