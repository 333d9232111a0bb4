import { and, eq } from "drizzle-orm";
import { draftDeleted, rehearsalTakenBack } from "../../changes/evening-deleted.ts";
import { commit } from "../../db/guard.ts";
import type { EveningId } from "../../db/ids.ts";
import { appointments } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import type { RoomsGateway } from "../../ports/deps.ts";
import { roomIdOf } from "../../ports/object-ids.ts";

export type Deletion = {
  scope: Scope;
  evening: { id: EveningId; state: "draft" | "published" | "closed"; rehearsal: boolean };
  rooms: Pick<RoomsGateway, "forget">;
  /** Tells the rooms what was just committed; resolves when they have heard. */
  tellRooms(): Promise<void>;
};

/**
 * Deletes a draft, and a rehearsal whatever its state: its calls end first, and its rooms forget what was written in them. `calls-open`: a
 * room could not be reached; the rehearsal is a draft by then, and can be deleted later.
 */
export async function deleteEvening(deletion: Deletion): Promise<"deleted" | "changed" | "calls-open"> {
  const { scope, evening, tellRooms } = deletion;
  if (evening.rehearsal && evening.state !== "draft") {
    if ((await commit(scope.db, rehearsalTakenBack(scope, evening.id))) !== null) return "changed";
    await tellRooms();
  }
  if (evening.rehearsal && !(await forgetRooms(deletion))) return "calls-open";
  const refused = await commit(scope.db, draftDeleted(scope, evening.id));
  return refused === null ? "deleted" : refused === "calls-open" ? "calls-open" : "changed";
}

async function forgetRooms({ scope, evening, rooms }: Deletion): Promise<boolean> {
  const { db, schoolId } = scope;
  const theirs = await db
    .select({ id: appointments.id })
    .from(appointments)
    .where(and(eq(appointments.schoolId, schoolId), eq(appointments.eveningId, evening.id)));
  const told = await Promise.allSettled(theirs.map(({ id }) => rooms.forget(roomIdOf(schoolId, id))));
  return told.every(({ status }) => status === "fulfilled");
}
