import type { EveningId } from "../db/ids.ts";
import type { Scope } from "../db/scope.ts";
import type { World } from "../ports/deps.ts";
import { faultFields } from "../ports/fault-fields.ts";
import { boardIdOf } from "../ports/object-ids.ts";

export type Changed = { eveningId: EveningId; teachers: { id: string }[] };

/**
 * Tells staff's live pages that the records of these appointments have changed, so that they read them again. Nothing hangs on it: it
 * never rejects, and a page that was not told is right again with its next reading.
 */
export async function tellBoards(deps: World, scope: Scope, changed: readonly Changed[]): Promise<void> {
  const { schoolId } = scope;
  const eveningIds = [...new Set(changed.map(({ eveningId }) => eveningId))];
  const tell = async (eveningId: EveningId) => {
    const teachers = changed.filter((one) => one.eveningId === eveningId).flatMap((one) => one.teachers);
    await deps.boards.changed(boardIdOf(schoolId, eveningId), [...new Set(teachers.map(({ id }) => id))]);
  };
  const failed = (eveningId: EveningId) => (error: unknown) =>
    deps.log({ level: "warn", event: "board_not_told", schoolId, eveningId, ...faultFields(error) });
  await Promise.all(eveningIds.map((eveningId) => tell(eveningId).catch(failed(eveningId))));
}
