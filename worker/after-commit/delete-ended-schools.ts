import { sql } from "drizzle-orm";
import { schoolDeleted } from "../changes/schools.ts";
import { commit } from "../db/guard.ts";
import { schools } from "../db/schema.ts";
import type { World } from "../ports/deps.ts";
import { isToBeDeleted } from "../rules/school-state.ts";

/** A school has a great many rows: others go a minute later. */
const AT_ONCE = 5;

/** Deletes schools that ended so long ago that their retention is over, and whose rooms have all forgotten what they knew. */
export async function deleteEndedSchools({ db, clock, log }: Pick<World, "db" | "clock" | "log">): Promise<void> {
  const now = clock.now();
  const remembered = sql`EXISTS (SELECT 1 FROM appointments WHERE school_id = ${schools.id} AND room_forgotten = 0)`;
  const over = await db
    .select({ id: schools.id, slug: schools.slug })
    .from(schools)
    .where(sql`${isToBeDeleted(now)} AND NOT ${remembered}`)
    .limit(AT_ONCE);
  for (const school of over) {
    // Refused where it has been resumed this moment.
    const refused = await commit(db, schoolDeleted(db, school, now));
    if (refused === null) log({ level: "info", event: "school_deleted", schoolId: school.id });
  }
}
