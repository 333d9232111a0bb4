import { and, eq, or, sql } from "drizzle-orm";
import { appointments, evenings, schools } from "../db/schema.ts";
import { type Deps, roomIdOf } from "../http/context.ts";

const AT_ONCE = 50;
const DAY_MS = 24 * 3_600_000;

/**
 * Tells the rooms of evenings whose retention time is over to forget what they still know, fifty a run. One that cannot be
 * reached is told again in the next run; telling one twice is harmless.
 */
export async function forgetRooms(deps: Deps): Promise<void> {
  const overdue = await deps.db
    .select({ schoolId: appointments.schoolId, id: appointments.id })
    .from(appointments)
    .innerJoin(evenings, and(eq(evenings.schoolId, appointments.schoolId), eq(evenings.id, appointments.eveningId)))
    .innerJoin(schools, eq(schools.id, appointments.schoolId))
    .where(
      and(
        eq(appointments.roomForgotten, false),
        sql`${evenings.endsAt} + ${schools.retentionDays} * ${DAY_MS} < ${deps.clock()}`,
      ),
    )
    .limit(AT_ONCE);
  const results = await Promise.allSettled(
    overdue.map(({ schoolId, id }) => deps.rooms.forget(roomIdOf(schoolId, id))),
  );
  const done = overdue.filter((_, at) => results[at]?.status === "fulfilled");
  if (done.length === 0) return;
  const isOne = ({ schoolId, id }: (typeof done)[number]) =>
    and(eq(appointments.schoolId, schoolId), eq(appointments.id, id));
  // Two bound values a row: fifty rows stay within the hundred that D1 takes in a statement.
  for (let from = 0; from < done.length; from += 40) {
    const some = done.slice(from, from + 40).map(isOne);
    await deps.db
      .update(appointments)
      .set({ roomForgotten: true })
      .where(or(...some));
  }
}
