import { absenceSaid, absenceTakenBack } from "../../changes/absence-said.ts";
import { commit } from "../../db/guard.ts";
import type { EveningId, GuardianId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";

/**
 * Notes "I'm unable to attend", or takes it back. False where the guardian has an appointment in the evening: that is given back first. The
 * batch decides, so a booking made at the same moment wins.
 */
export async function sayAbsence(
  scope: Scope,
  { unable, ...of }: { guardianId: GuardianId; eveningId: EveningId; unable: boolean },
): Promise<boolean> {
  const said = unable ? absenceSaid(scope, of) : absenceTakenBack(scope, of);
  return (await commit(scope.db, said)) === null;
}
