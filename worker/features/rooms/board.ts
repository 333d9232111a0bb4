import { and, asc, eq, gt, inArray, lt } from "drizzle-orm";
import type { ListenerPass, Presence } from "../../../durable-objects/board-protocol.ts";
import { WAIT_BEFORE_MS } from "../../../durable-objects/protocol.ts";
import type { EveningId } from "../../db/ids.ts";
import type { Person } from "../../db/records.ts";
import { appointments, appointmentTeachers } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import type { Deps } from "../../ports/deps.ts";
import { faultFields } from "../../ports/fault-fields.ts";
import { boardIdOf } from "../../ports/object-ids.ts";
import { MOST_OVERRUN_MS } from "../../rules/overrun.ts";

/** How long a page listens before its session is looked at again. */
const LISTEN_MS = 3_600_000;
/** A room asked is a call to an object: an evening of thirty teachers has some ninety open at once. */
const MOST_OPEN = 300;
const PATIENCE_MS = 1_500;

/** What a signed-in member of staff may hear of the evening: admins everything, teachers of their own appointments. */
export async function listenerPass(
  scope: Scope,
  eveningId: EveningId,
  person: Pick<Person, "id" | "role">,
): Promise<ListenerPass> {
  const { db, schoolId, now } = scope;
  const teacherId = person.role === "teacher" ? person.id : null;
  const taught = db
    .select({ id: appointmentTeachers.appointmentId })
    .from(appointmentTeachers)
    .where(and(eq(appointmentTeachers.schoolId, schoolId), eq(appointmentTeachers.teacherId, person.id)));
  const open = await db
    .select({ id: appointments.id })
    .from(appointments)
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.eveningId, eveningId),
        eq(appointments.state, "booked"),
        lt(appointments.startsAt, now + WAIT_BEFORE_MS),
        gt(appointments.endsAt, now - MOST_OVERRUN_MS),
        teacherId === null ? undefined : inArray(appointments.id, taught),
      ),
    )
    .orderBy(asc(appointments.startsAt))
    .limit(MOST_OPEN);
  return { listener: { teacherId, until: now + LISTEN_MS }, open: open.map(({ id }) => id) };
}

/** Who is where, or null where the board does not say in time. */
export async function lookAtBoard(
  deps: Deps,
  scope: Scope,
  eveningId: EveningId,
  pass: ListenerPass,
): Promise<Presence[] | null> {
  const { schoolId } = scope;
  const silent = (why: object) => {
    deps.log({ level: "warn", event: "board_silent", schoolId, eveningId, ...why });
    return null;
  };
  const look = deps.boards.look(boardIdOf(schoolId, eveningId), pass);
  const late = deps.clock.wait(PATIENCE_MS).then(() => "late" as const);
  try {
    const said = await Promise.race([look, late]);
    return said === "late" ? silent({ kind: "late", ms: PATIENCE_MS }) : said;
  } catch (error) {
    return silent(faultFields(error));
  }
}
