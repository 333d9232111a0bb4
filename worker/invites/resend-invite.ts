import { auditStatement } from "../audit/audit-statement.ts";
import type { Deps } from "../http/context.ts";
import { enqueueMail } from "../mail/enqueue.ts";

export type ResendInvite = { schoolId: string; inviteId: string; actor: string; now: number };

/** Another mail with the same link and the appointments as they are when it is sent. */
export async function resendInvite({ db }: Deps, { schoolId, inviteId, actor, now }: ResendInvite): Promise<void> {
  await db.batch([
    enqueueMail(db, schoolId, { kind: "invitation", inviteId }, now),
    auditStatement(db, schoolId, { actor, action: "invite.resent", object: inviteId }, now),
  ]);
}
