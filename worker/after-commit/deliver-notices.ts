import { and, asc, eq, lte } from "drizzle-orm";
import type { LogLine } from "../../durable-objects/log.ts";
import { type Notice, noticeDone, noticePutOff } from "../changes/room-notices.ts";
import { commit } from "../db/guard.ts";
import { inList } from "../db/json-list.ts";
import { formerTeachers, roomNotices } from "../db/schema.ts";
import { type Scope, schoolScope } from "../db/scope.ts";
import type { World } from "../ports/deps.ts";
import { faultFields } from "../ports/fault-fields.ts";
import { roomIdOf } from "../ports/object-ids.ts";
import { loadFacts } from "../queries/room-facts.ts";
import { type Changed, tellBoards } from "./tell-boards.ts";

const AT_ONCE = 50;
/** What ends every call of a school has more rooms to tell than one round has. */
const MOST_ROUNDS = 5;
const RETRY_MS = 30_000;
/** A room that could not be told for an hour is over: whoever joins it anew brings the facts along. */
const MOST_ATTEMPTS = 120;

/** Tells rooms what changed, and forgets each notice once its room has acknowledged. Safe to run twice at once: facts carry versions. */
export async function deliverNotices(deps: World): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) if ((await deliverSome(deps)) < AT_ONCE) return;
}

/** How many were due; what could not be delivered is due later. */
async function deliverSome(deps: World): Promise<number> {
  const due = await deps.db
    .select()
    .from(roomNotices)
    .where(lte(roomNotices.dueAt, deps.clock.now()))
    // What has just changed goes before what could not be delivered: Remove must be heard within a second.
    .orderBy(asc(roomNotices.attempts), asc(roomNotices.dueAt))
    .limit(AT_ONCE);
  const schools = [...new Set(due.map((notice) => notice.schoolId))];
  await Promise.all(
    schools.map((schoolId) =>
      deliverTo(
        deps,
        schoolScope(deps.db, schoolId, deps.clock.now()),
        due.filter((notice) => notice.schoolId === schoolId),
      ),
    ),
  );
  return due.length;
}

async function deliverTo(deps: World, scope: Scope, notices: Notice[]): Promise<void> {
  const { schoolId } = scope;
  const ids = notices.map((notice) => notice.appointmentId);
  const rooms = new Map((await loadFacts(scope, ids)).map((room) => [room.appointment.id, room]));
  const changed = [...rooms.values()].map(({ appointment }) => appointment);
  const boards = tellStaff(deps, scope, changed);
  await Promise.all(
    notices.map(async (notice) => {
      const room = rooms.get(notice.appointmentId);
      try {
        if (room) await deps.rooms.notify(roomIdOf(schoolId, notice.appointmentId), room.facts);
        await commit(deps.db, noticeDone(deps.db, notice));
      } catch (error) {
        const spent = notice.attempts >= MOST_ATTEMPTS;
        deps.log({ ...noticeLine(notice, spent), ...faultFields(error) });
        const dueAt = deps.clock.now() + RETRY_MS;
        await commit(deps.db, spent ? noticeDone(deps.db, notice) : noticePutOff(deps.db, notice, dueAt));
      }
    }),
  );
  await boards;
}

function noticeLine({ schoolId, appointmentId, attempts }: Notice, spent: boolean): LogLine {
  const ids = { schoolId, appointmentId, attempts };
  return spent
    ? { level: "error", event: "notice_given_up", ...ids }
    : { level: "warn", event: "notice_put_off", ...ids };
}

/** Beside the rooms, which wait for none of it, and whose notices are not lost with it. */
async function tellStaff(deps: World, scope: Scope, changed: (Changed & { id: string })[]): Promise<void> {
  try {
    await tellBoards(deps, scope, await withFormerTeachers(deps, scope, changed));
  } catch (error) {
    deps.log({ level: "error", event: "board_not_told", schoolId: scope.schoolId, ...faultFields(error) });
  }
}

/** Whom a move has left out still has the appointment on an open page. */
async function withFormerTeachers(deps: World, scope: Scope, changed: (Changed & { id: string })[]) {
  const { schoolId } = scope;
  const ids = changed.map(({ id }) => id);
  const former = await deps.db
    .select({ id: formerTeachers.teacherId, appointmentId: formerTeachers.appointmentId })
    .from(formerTeachers)
    .where(and(eq(formerTeachers.schoolId, schoolId), inList(formerTeachers.appointmentId, ids)));
  return changed.map(({ id, eveningId, teachers }) => ({
    eveningId,
    teachers: [...teachers, ...former.filter(({ appointmentId }) => appointmentId === id)],
  }));
}
