import { and, asc, eq, gt } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { evenings } from "../../db/schema.ts";

/** The evenings that a school has announced and that are not over, by time. */
export function listUpcomingEvenings(db: Database, schoolId: string, now: number) {
  return db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.state, "published"), gt(evenings.endsAt, now)))
    .orderBy(asc(evenings.startsAt), asc(evenings.id));
}
