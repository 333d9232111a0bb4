import { and, asc, eq, gt } from "drizzle-orm";
import { evenings } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

/** The evenings that a school has announced and that are not over, by time. */
export function listUpcomingEvenings(scope: Scope) {
  const { db, schoolId, now } = scope;
  return db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.state, "published"), gt(evenings.endsAt, now)))
    .orderBy(asc(evenings.startsAt), asc(evenings.id));
}
