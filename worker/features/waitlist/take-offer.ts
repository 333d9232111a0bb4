import { and, eq } from "drizzle-orm";
import { takeTime } from "../../changes/booking-batches.ts";
import type { Database } from "../../db/client.ts";
import { waiting } from "../../db/schema.ts";
import { type Scope, schoolScope } from "../../db/scope.ts";
import { violatedTable } from "../../rules/booking/refusal.ts";

type Of = { db: Database; schoolId: string; now: number };
export type Place = typeof waiting.$inferSelect;

/** `over`: the offer has run out, or was given up. `cannot`: the evening's rules forbid it now, though the time was held. */
export type Taken = "taken" | "over" | "cannot";

/**
 * Turns the held time into a booked appointment, whole or not at all. Pressed twice it is booked once. Whether the offer still holds is
 * decided in the batch by the server's clock; a lapsed one books nothing, even while the time is free.
 */
export async function takeOffer({ db, schoolId, now }: Of, place: Place): Promise<Taken> {
  if (place.state === "taken") return "taken";
  const { id: placeId, eveningId, guardianId, studentId, classId, startsAt, appointmentId, note } = place;
  if (place.state !== "offered" || startsAt === null || appointmentId === null) return "over";
  const press = { schoolId, guardianId, id: appointmentId, eveningId, studentId, classId, startsAt, note, now };
  try {
    await takeTime(db, { ...press, placeId, nonce: crypto.randomUUID() });
    return "taken";
  } catch (error) {
    const table = violatedTable(error);
    if (!table) throw error;
    return explain(schoolScope(db, schoolId, NOW), placeId, table);
  }
}

async function explain(scope: Scope, id: string, table: string): Promise<Taken> {
  const { db, schoolId } = scope;
  const place = await db
    .select()
    .from(waiting)
    .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, id)))
    .get();
  if (place?.state === "taken") return "taken";
  return table === "waiting" ? "over" : "cannot";
}
