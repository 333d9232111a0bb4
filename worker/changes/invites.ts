import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { EveningId, GuardianId, InviteId, MailId, StudentId } from "../db/ids.ts";
import { newId } from "../db/new-id.ts";
import { audit, consents, inviteStudents, invites } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { audited } from "./audit.ts";
import { enqueueEach, enqueueMail } from "./enqueue-mail.ts";
import { roomsNoticed } from "./room-notices.ts";

export type NewInvite = {
  id: InviteId;
  eveningId: EveningId;
  guardianId: GuardianId;
  name: string;
  email: string;
  studentIds: readonly StudentId[];
  /** Which key of the ring its token is derived under. */
  keyId: string;
  consent: { words: string; version: number };
  /** Whether the scope's actor writes down what the guardian told the school. */
  onBehalf: boolean;
};

/** A guest is invited, with the consent and the mail. Refused as `id-used` or `invited-already`, where a student of it has a guest. */
export function inviteSent(scope: Scope, invite: NewInvite): Statement[] {
  const { db, schoolId, actor, now } = scope;
  const { id, eveningId, guardianId, name, email, keyId, consent, onBehalf } = invite;
  const studentIds = JSON.stringify(invite.studentIds);
  const about = { schoolId, inviteId: id, eveningId, guardianId };
  const seated = sql`EXISTS (SELECT 1 FROM json_each(${studentIds}) AS s CROSS JOIN invite_students AS seat ON seat.school_id = ${schoolId}
    AND seat.evening_id = ${eveningId} AND seat.guardian_id = ${guardianId} AND seat.student_id = s.value AND seat.live = 1)`;
  return [
    guardStatement(db, [
      { name: "id-used", broken: sql`EXISTS (SELECT 1 FROM invites WHERE school_id = ${schoolId} AND id = ${id})` },
      { name: "invited-already", broken: seated },
    ]),
    db
      .insert(invites)
      .values({ schoolId, id, eveningId, guardianId, name, email, state: "sent", version: 1, keyId, createdAt: now }),
    db
      .insert(inviteStudents)
      .select(sql`SELECT ${schoolId}, ${id}, ${eveningId}, ${guardianId}, value, 1 FROM json_each(${studentIds})`),
    db.insert(consents).values({
      ...{ ...about, studentIds, words: consent.words, wordsVersion: consent.version, givenAt: now },
      ...(onBehalf ? { recordedBy: actor } : {}),
    }),
    ...roomsNoticed(scope, appointmentsOf(scope, id)),
    enqueueMail(scope, { kind: "invitation", inviteId: id }),
    audited(scope, "invite.sent", id),
  ];
}

/** The invitation is mailed again, with the same link. `mailId` is made by the form, so that sending it twice makes one mail. */
export function inviteResent(scope: Scope, inviteId: InviteId, mailId: MailId): Statement[] {
  const { db, schoolId, actor, now } = scope;
  return [
    enqueueMail(scope, { kind: "invitation", inviteId }, { id: mailId }),
    db
      .insert(audit)
      .values({ schoolId, id: mailId, at: now, actor, action: "invite.resent", object: inviteId })
      .onConflictDoNothing(),
  ];
}

/** "To change invited guests, please remove and then invite again": one who is invited again by then is not told first that they aren't. */
const TOLD_AFTER_MS = 60_000;

/**
 * An invite is taken back: its link is dead, its consent withdrawn, open rooms are told. `not_me`: whoever got the mail says that it is
 * somebody else's; their address is forgotten at once, and nobody is mailed. Doing it twice is harmless.
 */
export function inviteRemoved(scope: Scope, inviteId: InviteId, because: "removed" | "not_me"): Statement[] {
  const { db, schoolId, now } = scope;
  const ofInvite = and(eq(inviteStudents.schoolId, schoolId), eq(inviteStudents.inviteId, inviteId));
  const withdrawn = sql`SELECT ${newId} AS id, 'invitation_withdrawn' AS kind, json_object('inviteId', id) AS subject,
    ${now + TOLD_AFTER_MS} AS due_at, NULL AS joins FROM invites WHERE school_id = ${schoolId} AND id = ${inviteId} AND state = 'sent'`;
  return [
    // First, while it can be seen whether it was taken back before.
    ...(because === "removed" ? [enqueueEach(scope, withdrawn)] : []),
    db
      .update(invites)
      .set({
        ...{ state: "removed", removedBecause: because, removedAt: now, version: sql`${invites.version} + 1` },
        // The name stays for the guardian to be told by; it is their own word for whoever they meant.
        ...(because === "not_me" ? { email: "" } : {}),
      })
      .where(and(eq(invites.schoolId, schoolId), eq(invites.id, inviteId), eq(invites.state, "sent"))),
    ...roomsNoticed(scope, appointmentsOf(scope, inviteId)),
    db.update(inviteStudents).set({ live: false }).where(ofInvite),
    db
      .update(consents)
      .set({ withdrawnAt: now })
      .where(and(eq(consents.schoolId, schoolId), eq(consents.inviteId, inviteId), isNull(consents.withdrawnAt))),
    audited(scope, `invite.${because}`, inviteId),
  ];
}

/** The booked appointments that a live invite covers: a query for their ids. */
function appointmentsOf({ schoolId }: Scope, inviteId: InviteId): SQL {
  return sql`SELECT covered.id FROM invite_students AS seat
    JOIN appointments AS covered ON covered.school_id = seat.school_id AND covered.evening_id = seat.evening_id
      AND covered.guardian_id = seat.guardian_id AND covered.student_id = seat.student_id AND covered.state = 'booked'
    WHERE seat.school_id = ${schoolId} AND seat.invite_id = ${inviteId} AND seat.live = 1`;
}
