import { and, eq, or } from "drizzle-orm";
import { roomsForgotten } from "../changes/room-notices.ts";
import { commit } from "../db/guard.ts";
import { appointments, evenings, schools } from "../db/schema.ts";
import type { World } from "../ports/deps.ts";
import { faultFields } from "../ports/fault-fields.ts";
import { roomIdOf } from "../ports/object-ids.ts";
import { isOverdue } from "../rules/retention.ts";
import { isToBeDeleted } from "../rules/school-state.ts";

const AT_ONCE = 50;

/**
 * Tells the rooms of evenings whose retention time is over, and those of schools that are to be deleted, to forget what they still know, fifty a run. One that cannot be
 * reached is told again in the next run; telling one twice is harmless.
 */
export async function forgetRooms(deps: World): Promise<void> {
  const now = deps.clock.now();
  const overdue = await deps.db
    .select({ schoolId: appointments.schoolId, id: appointments.id })
    .from(appointments)
    .innerJoin(evenings, and(eq(evenings.schoolId, appointments.schoolId), eq(evenings.id, appointments.eveningId)))
    .innerJoin(schools, eq(schools.id, appointments.schoolId))
    .where(and(eq(appointments.roomForgotten, false), or(isOverdue(now), isToBeDeleted(now))))
    .limit(AT_ONCE);
  const results = await Promise.allSettled(
    overdue.map(({ schoolId, id }) => deps.rooms.forget(roomIdOf(schoolId, id))),
  );
  const done = overdue.filter((_, at) => results[at]?.status === "fulfilled");
  const failure = results.find((result) => result.status === "rejected");
  if (failure) {
    const rooms = overdue.length - done.length;
    deps.log({ level: "warn", event: "rooms_not_forgotten", rooms, ...faultFields(failure.reason) });
  }
  if (done.length === 0) return;
  await commit(deps.db, roomsForgotten(deps.db, done));
}
