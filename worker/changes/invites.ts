import { and, eq, isNull, ne, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { EveningId, GuardianId, InviteId, MailId, StudentId } from "../db/ids.ts";
import { newId } from "../db/new-id.ts";
import { audit, consents, inviteStudents, invites } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { mayBookFor } from "../rules/booking/may-book.ts";
import { guestBarred, guestKeys, type HeldBecause, strengthOf } from "../rules/guest-bar.ts";
import { audited, auditedEach } from "./audit.ts";
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

/**
 * A guest is invited, with the consent and the mail. One who is kept from a student of it, or whose student may have no guests, is held for the
 * school to look at: no mail, and no seat. Refused as `id-used` or `invited-already`, where a student of it has a guest, or one who is held.
 */
export function inviteSent(scope: Scope, invite: NewInvite): Statement[] {
  const { db, schoolId, actor, now } = scope;
  const { id, eveningId, guardianId, name, email, keyId, consent, onBehalf } = invite;
  const studentIds = JSON.stringify(invite.studentIds);
  const about = { schoolId, inviteId: id, eveningId, guardianId };
  const because = whyHeld(scope, invite);
  const ofInvite = sql`SELECT id FROM invites WHERE school_id = ${schoolId} AND id = ${id}`;
  return [
    guardStatement(db, [
      { name: "id-used", broken: sql`EXISTS (${ofInvite})` },
      {
        name: "invited-already",
        broken: sql`EXISTS (${otherGuests(scope, about, sql`SELECT value FROM json_each(${studentIds})`)})`,
      },
    ]),
    db.insert(invites).values({
      ...{ schoolId, id, eveningId, guardianId, name, email, ...guestKeys(invite), version: 1, keyId, createdAt: now },
      ...{ heldBecause: because, state: sql`CASE WHEN ${because} IS NULL THEN 'sent' ELSE 'held' END` },
    }),
    db.insert(inviteStudents).select(
      sql`SELECT ${schoolId}, ${id}, ${eveningId}, ${guardianId}, value, EXISTS (${ofInvite} AND state = 'sent')
        FROM json_each(${studentIds})`,
    ),
    db.insert(consents).values({
      ...{ ...about, studentIds, words: consent.words, wordsVersion: consent.version, givenAt: now },
      ...(onBehalf ? { recordedBy: actor } : {}),
    }),
    auditedEach(scope, "invite.held", sql`${ofInvite} AND state = 'held'`),
    ...invitationGone(scope, id),
  ];
}

/** Why an invite has to be held, NULL where it need not be: the strongest reason of its students. */
function whyHeld({ schoolId }: Scope, { studentIds, ...guest }: NewInvite): SQL<HeldBecause> {
  const { nameKey, emailKey } = guestKeys(guest);
  const of = { schoolId, studentId: sql`one.value`, nameKey: sql`${nameKey}`, emailKey: sql`${emailKey}` };
  return sql`(SELECT found.because FROM (SELECT ${guestBarred(of)} AS because FROM json_each(${JSON.stringify(studentIds)}) AS one)
    AS found ORDER BY ${strengthOf(sql`found.because`)} DESC LIMIT 1)`;
}

/** What follows for an invite that lets its guest in from now on, nothing for one that is held. */
function invitationGone(scope: Scope, id: InviteId): Statement[] {
  const ofInvite = sql`SELECT id FROM invites WHERE school_id = ${scope.schoolId} AND id = ${id} AND state = 'sent'`;
  return [
    ...roomsNoticed(scope, appointmentsOf(scope, id)),
    enqueueEach(
      scope,
      sql`SELECT ${newId} AS id, 'invitation' AS kind, json_object('inviteId', sent.id) AS subject, ${scope.now} AS due_at, NULL AS joins
        FROM (${ofInvite}) AS sent`,
    ),
    auditedEach(scope, "invite.sent", ofInvite),
  ];
}

type Family = { inviteId: InviteId; eveningId: EveningId; guardianId: GuardianId };

/** Other invites of the guardian's in the evening that cover one of these students, or would if the school let them through. */
function otherGuests({ schoolId }: Scope, { inviteId, eveningId, guardianId }: Family, studentIds: SQL): SQL {
  return sql`SELECT 1 FROM invite_students AS seat CROSS JOIN invites AS other
      ON other.school_id = seat.school_id AND other.id = seat.invite_id
    WHERE seat.school_id = ${schoolId} AND seat.evening_id = ${eveningId} AND seat.guardian_id = ${guardianId}
      AND seat.student_id IN (${studentIds}) AND other.id <> ${inviteId} AND (seat.live = 1 OR other.state = 'held')`;
}

/**
 * The school has looked at an invite that was held, and lets it through: it is sent. Refused as `not-held`; as `not-any-more` where the
 * guardian may not book for a student of it by now, or the evening is over; as `invited-already` where a student of it has a guest.
 */
export function inviteLetThrough(scope: Scope, of: Family): Statement[] {
  const { db, schoolId, now } = scope;
  const { inviteId, eveningId } = of;
  const mine = sql`FROM invite_students AS held WHERE held.school_id = ${schoolId} AND held.invite_id = ${inviteId}`;
  const lapsed = sql`EXISTS (SELECT 1 ${mine} AND NOT ${mayBookFor("held")})
    OR NOT EXISTS (SELECT 1 FROM evenings WHERE school_id = ${schoolId} AND id = ${eveningId} AND ends_at > ${now} AND state <> 'closed')`;
  return [
    guardStatement(db, [
      {
        name: "not-held",
        broken: sql`NOT EXISTS (SELECT 1 FROM invites WHERE school_id = ${schoolId} AND id = ${inviteId} AND state = 'held')`,
      },
      { name: "not-any-more", broken: lapsed },
      { name: "invited-already", broken: sql`EXISTS (${otherGuests(scope, of, sql`SELECT held.student_id ${mine}`)})` },
    ]),
    // `heldBecause` stays: what the office has seen ends the invite no more.
    db.update(invites).set({ state: "sent" }).where(thisInvite(scope, inviteId)),
    db
      .update(inviteStudents)
      .set({ live: true })
      .where(and(eq(inviteStudents.schoolId, schoolId), eq(inviteStudents.inviteId, inviteId))),
    audited(scope, "invite.let_through", inviteId),
    ...invitationGone(scope, inviteId),
  ];
}

/** The school has looked at an invite that was held, and says no: nobody was mailed, and nobody is. Refused as `not-held`. */
export function inviteRefused(scope: Scope, inviteId: InviteId): Statement[] {
  const { db, schoolId, now } = scope;
  const held = sql`EXISTS (SELECT 1 FROM invites WHERE school_id = ${schoolId} AND id = ${inviteId} AND state = 'held')`;
  return [
    guardStatement(db, [{ name: "not-held", broken: sql`NOT ${held}` }]),
    db
      .update(invites)
      .set({ state: "removed", removedBecause: "school", removedAt: now, version: sql`${invites.version} + 1` })
      .where(thisInvite(scope, inviteId)),
    consentWithdrawn(scope, inviteId),
    audited(scope, "invite.refused", inviteId),
  ];
}

function thisInvite({ schoolId }: Scope, inviteId: InviteId) {
  return and(eq(invites.schoolId, schoolId), eq(invites.id, inviteId));
}

function consentWithdrawn({ db, schoolId, now }: Scope, inviteId: InviteId): Statement {
  return db
    .update(consents)
    .set({ withdrawnAt: now })
    .where(and(eq(consents.schoolId, schoolId), eq(consents.inviteId, inviteId), isNull(consents.withdrawnAt)));
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
        ...(because === "not_me" ? { email: "", emailKey: "" } : {}),
      })
      .where(and(thisInvite(scope, inviteId), ne(invites.state, "removed"))),
    ...roomsNoticed(scope, appointmentsOf(scope, inviteId)),
    db.update(inviteStudents).set({ live: false }).where(ofInvite),
    consentWithdrawn(scope, inviteId),
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
