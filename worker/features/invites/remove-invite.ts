import { inviteRemoved } from "../../changes/invites.ts";
import { commit } from "../../db/guard.ts";
import type { InviteId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";

/** Takes an invite back: its link is dead when this resolves. Doing it twice is harmless. */
export async function removeInvite(scope: Scope, inviteId: InviteId, because: "removed" | "not_me"): Promise<void> {
  await commit(scope.db, inviteRemoved(scope, inviteId, because));
}
