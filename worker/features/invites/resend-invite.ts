import { and, eq } from "drizzle-orm";
import { enqueueMail } from "../../changes/enqueue-mail.ts";
import { audit, outbox } from "../../db/schema.ts";
import { type Scope, schoolScope } from "../../db/scope.ts";
import type { Deps } from "../../http/context.ts";

export type ResendInvite = {
  schoolId: string;
  inviteId: string;
  /** Made by the form, so that sending it twice makes one mail. */
  mailId: string;
  actor: string;
  now: number;
};

/** Another mail with the same link and the appointments as they are when it is sent. */
export async function resendInvite(
  { db }: Deps,
  { schoolId, inviteId, mailId, actor, now }: ResendInvite,
): Promise<void> {
  await db.batch([
    enqueueMail(schoolScope(db, schoolId, now), { kind: "invitation", inviteId }, { id: mailId }),
    db
      .insert(audit)
      .values({ schoolId, id: mailId, at: now, actor, action: "invite.resent", object: inviteId })
      .onConflictDoNothing(),
  ]);
}

/** Whether the form was sent before, so that a second press is not counted against anybody. */
export async function isResent(scope: Scope, mailId: string): Promise<boolean> {
  const { db, schoolId } = scope;
  const known = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.schoolId, schoolId), eq(outbox.id, mailId)))
    .get();
  return known !== undefined;
}
