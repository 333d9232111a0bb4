import { and, eq } from "drizzle-orm";
import { mailStops } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** Whether a reader, a person or an invite, has stopped their reminders. */
export async function hasStopped({ db, schoolId }: Scope, readerId: string): Promise<boolean> {
  const found = await db
    .select({ at: mailStops.at })
    .from(mailStops)
    .where(and(eq(mailStops.schoolId, schoolId), eq(mailStops.readerId, readerId)))
    .get();
  return found !== undefined;
}
