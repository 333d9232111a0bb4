import { and, eq, gte, inArray, lte, or } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { inList } from "../db/json-list.ts";
import { appointments, appointmentTeachers } from "../db/schema.ts";
import { MOST_OVERRUN_MS } from "../rooms/overrun.ts";

type Change = { startsAt: number; teacherIds: readonly string[] };

/**
 * The ids of the appointments whose latest end changes with these times, because someone in them is, or was, due at one of these next. Only an
 * evening that runs on `until-next` has any.
 */
export async function overrunNeighbours(
  db: Database,
  schoolId: string,
  evening: { id: string; ending: "on-time" | "until-next" },
  guardianId: string,
  changes: readonly Change[],
): Promise<string[]> {
  if (evening.ending === "on-time") return [];
  const found = await Promise.all(
    changes.map(({ startsAt, teacherIds }) =>
      db
        .select({ id: appointments.id })
        .from(appointments)
        .where(
          and(
            eq(appointments.schoolId, schoolId),
            eq(appointments.eveningId, evening.id),
            eq(appointments.state, "booked"),
            gte(appointments.endsAt, startsAt - MOST_OVERRUN_MS),
            lte(appointments.endsAt, startsAt),
            or(eq(appointments.guardianId, guardianId), inArray(appointments.id, taughtBy(db, schoolId, teacherIds))),
          ),
        ),
    ),
  );
  return [...new Set(found.flat().map((row) => row.id))];
}

function taughtBy(db: Database, schoolId: string, teacherIds: readonly string[]) {
  return db
    .select({ id: appointmentTeachers.appointmentId })
    .from(appointmentTeachers)
    .where(and(eq(appointmentTeachers.schoolId, schoolId), inList(appointmentTeachers.teacherId, teacherIds)));
}
