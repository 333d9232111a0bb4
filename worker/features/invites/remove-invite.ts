import { inviteRemoved } from "../../changes/invites.ts";
import { commit } from "../../db/guard.ts";
import type { InviteId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import type { Deps } from "../../ports/deps.ts";

/** Takes an invite back: its link is dead when this resolves, and rooms have been told, or will be by the sweep. Doing it twice is harmless. */
export async function removeInvite(
  deps: Pick<Deps, "afterCommit">,
  scope: Scope,
  inviteId: InviteId,
  because: "removed" | "not_me",
): Promise<void> {
  await commit(scope.db, inviteRemoved(scope, inviteId, because));
  await deps.afterCommit().rooms;
}
