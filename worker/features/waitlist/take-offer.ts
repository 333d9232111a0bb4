import { and, eq } from "drizzle-orm";
import { takeTime } from "../../changes/appointments-booked.ts";
import { ruleOf } from "../../db/guard.ts";
import { waiting } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

export type WaitlistEntry = typeof waiting.$inferSelect;

/** `over`: the offer has run out, or was given up. `cannot`: the evening's rules forbid it now, though the time was held. */
export type Taken = "taken" | "over" | "cannot";

/**
 * Turns the held time into a booked appointment, whole or not at all. Pressed twice it is booked once. Whether the offer still holds is
 * decided in the batch by the server's clock; a lapsed one books nothing, even while the time is free.
 */
export async function takeOffer(scope: Scope, entry: WaitlistEntry): Promise<Taken> {
  if (entry.state === "taken") return "taken";
  const { db, schoolId, now } = scope;
  const { id: entryId, eveningId, guardianId, studentId, classId, startsAt, appointmentId, note } = entry;
  if (entry.state !== "offered" || startsAt === null || appointmentId === null) return "over";
  const press = { schoolId, guardianId, id: appointmentId, eveningId, studentId, classId, startsAt, note, now };
  // Whoever has the mail's link acts for the guardian, signed in or not.
  const refused = await ruleOf(() => takeTime(db, { ...press, actor: guardianId, entryId }));
  if (refused === null) return "taken";
  return (await isTaken(scope, entryId)) ? "taken" : refused === "over" ? "over" : "cannot";
}

async function isTaken({ db, schoolId }: Scope, id: WaitlistEntry["id"]): Promise<boolean> {
  const entry = await db
    .select({ state: waiting.state })
    .from(waiting)
    .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, id)))
    .get();
  return entry?.state === "taken";
}
