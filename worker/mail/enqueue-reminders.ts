import { and, eq, gt, lt } from "drizzle-orm";
import { mailingWritten } from "../changes/mailing-written.ts";
import { commit } from "../db/guard.ts";
import { evenings, schools } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import type { World } from "../ports/deps.ts";
import { mailingDue } from "./mailing-times.ts";

const TWO_DAYS_MS = 48 * 3_600_000;

/** Writes the reminders and schedules that are due into the outbox, each mailing of an evening once, however many workers look. */
export async function enqueueReminders(deps: World): Promise<void> {
  const now = deps.clock.now();
  const near = await deps.db
    .select({ schoolId: evenings.schoolId, eveningId: evenings.id, startsAt: evenings.startsAt, zone: schools.zone })
    .from(evenings)
    .innerJoin(schools, eq(schools.id, evenings.schoolId))
    .where(
      and(
        eq(evenings.state, "published"),
        eq(schools.state, "open"),
        gt(evenings.startsAt, now),
        lt(evenings.startsAt, now + TWO_DAYS_MS),
      ),
    );
  for (const { schoolId, eveningId, startsAt, zone } of near) {
    const mailing = mailingDue(startsAt, zone, now);
    const scope = schoolScope(deps.db, schoolId, now);
    // Refused where another worker has written it, or this one a minute ago.
    if (mailing) await commit(deps.db, mailingWritten(scope, eveningId, mailing));
  }
}
