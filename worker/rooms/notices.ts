import { sql } from "drizzle-orm";
import { appointments, roomNotices } from "../db/schema.ts";
import type { Database } from "../db/client.ts";
import { inList } from "../db/json-list.ts";
import { and, eq } from "drizzle-orm";

/**
 * Two statements for the batch of any change that a room must hear of: raise the versions of these appointments, and write a
 * notice for each. Deliver after the commit with `deliverNotices`; the sweep repeats what was lost.
 */
export function noticeStatements(db: Database, schoolId: string, appointmentIds: readonly string[], now: number) {
  const ids = JSON.stringify(appointmentIds);
  return [
    db
      .update(appointments)
      .set({ version: sql`${appointments.version} + 1` })
      .where(and(eq(appointments.schoolId, schoolId), inList(appointments.id, appointmentIds))),
    db
      .insert(roomNotices)
      .select(
        sql`SELECT ${schoolId}, a.id, a.version, ${now}, 0 FROM ${appointments} AS a WHERE a.school_id = ${schoolId} AND a.id IN (SELECT value FROM json_each(${ids}))`,
      )
      .onConflictDoUpdate({
        target: [roomNotices.schoolId, roomNotices.appointmentId],
        set: { version: sql`excluded.version`, dueAt: sql`excluded.due_at`, attempts: 0 },
      }),
  ] as const;
}
