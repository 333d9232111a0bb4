import { and, eq, isNull, sql } from "drizzle-orm";
import { deliverNotices } from "../../after-commit/deliver-notices.ts";
import { appointmentsOfInvite } from "../../changes/appointments-of-invite.ts";
import { auditStatement } from "../../changes/audit.ts";
import { enqueueMail } from "../../changes/enqueue-mail.ts";
import { noticeStatements } from "../../changes/room-notices.ts";
import { consents, inviteStudents, invites } from "../../db/schema.ts";
import { schoolScope } from "../../db/scope.ts";
import type { Deps } from "../../http/context.ts";
import { faultWords } from "../../rules/fault-words.ts";

export type RemoveInvite = {
  schoolId: string;
  inviteId: string;
  /** `not_me`: whoever got the mail says that it is somebody else's; their address is forgotten at once. */
  because: "removed" | "not_me";
  /** A person's id, or the invite's own where the guest did it. */
  actor: string;
  now: number;
};

/** "To change invited guests, please remove and then invite again": one who is invited again by then is not told first that they aren't. */
const TOLD_AFTER_MS = 60_000;

/** Takes an invite back: its link is dead when this resolves, and rooms have been told, or will be by the sweep. Doing it twice is harmless. */
export async function removeInvite(deps: Deps, removal: RemoveInvite): Promise<void> {
  const { db } = deps;
  const { schoolId, inviteId, because, actor, now } = removal;
  const ofInvite = and(eq(inviteStudents.schoolId, schoolId), eq(inviteStudents.inviteId, inviteId));
  await db.batch([
    db
      .update(invites)
      .set({
        state: "removed",
        removedBecause: because,
        removedAt: now,
        version: sql`${invites.version} + 1`,
        // The name stays for the guardian to be told by; it is their own word for whoever they meant.
        ...(because === "not_me" ? { email: "" } : {}),
      })
      .where(and(eq(invites.schoolId, schoolId), eq(invites.id, inviteId), eq(invites.state, "sent"))),
    ...noticeStatements(schoolScope(db, schoolId, now), appointmentsOfInvite(schoolId, inviteId)),
    db.update(inviteStudents).set({ live: false }).where(ofInvite),
    db
      .update(consents)
      .set({ withdrawnAt: now })
      .where(and(eq(consents.schoolId, schoolId), eq(consents.inviteId, inviteId), isNull(consents.withdrawnAt))),
    ...(because === "removed" ? [withdrawnMail(db, removal)] : []),
    auditStatement(schoolScope(db, schoolId, now), { actor, action: `invite.${because}`, object: inviteId }),
  ]);
  await deliverNotices(deps).catch((error: unknown) => {
    console.error("notices after a removal:", faultWords(error));
  });
}

function withdrawnMail(db: Deps["db"], { schoolId, inviteId, now }: RemoveInvite) {
  const mail = { kind: "invitation_withdrawn", inviteId } as const;
  return enqueueMail(schoolScope(db, schoolId, now), mail, { delayMs: TOLD_AFTER_MS });
}
