import { and, eq, type SQL, sql } from "drizzle-orm";
import type { SchoolId } from "../db/ids.ts";
import { newId } from "../db/new-id.ts";
import { consents, inviteStudents, invites } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { mayBookFor, unbarredFor } from "../rules/booking/may-book.ts";
import { guestBarred, ofStrength, strengthOf } from "../rules/guest-bar.ts";
import { MOST_OVERRUN_MS } from "../rules/overrun.ts";
import { auditedEach } from "./audit.ts";
import { enqueueEach, GUEST_WAITS_MS } from "./enqueue-mail.ts";
import { roomsNoticed } from "./room-notices.ts";

/**
 * The cover of every student ends who has left the guardian or the evening, or from whose calls the guest is kept: put it after the change of
 * the records, in its batch. A guest who keeps other students is told what changed; one who keeps none has their invite withdrawn, and the
 * link is dead.
 */
export function coveredStudentsLost(scope: Scope): Statement[] {
  const { schoolId, now } = scope;
  const lost = lostStudents(schoolId, now);
  return [
    enqueueEach(scope, told("invitation_changed", thatKeepOne(schoolId, lost), now)),
    ...roomsNoticed(scope, appointmentsCovered(schoolId, lost)),
    auditedEach(scope, "invite.student_left", sql`SELECT DISTINCT gone.invite_id FROM (${lost}) AS gone`),
    coverEnded(scope, lost),
    ...emptyInvitesRemoved(scope),
    heldBecauseRenewed(scope),
  ];
}

function appointmentsCovered(schoolId: SchoolId, lost: SQL): SQL {
  return sql`SELECT covered.id FROM appointments AS covered JOIN (${lost}) AS gone
      ON covered.evening_id = gone.evening_id AND covered.guardian_id = gone.guardian_id AND covered.student_id = gone.student_id
      WHERE covered.school_id = ${schoolId} AND covered.state = 'booked'`;
}

function coverEnded({ db, schoolId }: Scope, lost: SQL): Statement {
  return db
    .update(inviteStudents)
    .set({ live: false })
    .where(
      and(
        eq(inviteStudents.schoolId, schoolId),
        sql`(${inviteStudents.inviteId}, ${inviteStudents.studentId}) IN (SELECT gone.invite_id, gone.student_id FROM (${lost}) AS gone)`,
      ),
    );
}

/** Invites that cover nobody any more are withdrawn, with their consents, and their guests are told; those that are held, untold. */
function emptyInvitesRemoved(scope: Scope): Statement[] {
  const { db, schoolId, now } = scope;
  const covers = sql`EXISTS (SELECT 1 FROM invite_students AS kept
    WHERE kept.school_id = ${schoolId} AND kept.invite_id = ${invites.id} AND kept.live = 1)`;
  const emptied = sql`SELECT id FROM invites WHERE school_id = ${schoolId} AND removed_at = ${now}
    AND removed_because IN ('student_left', 'guardian_barred', 'school')`;
  return [
    removedWhere(scope, sql`${invites.state} = 'sent' AND NOT ${covers}`),
    enqueueEach(scope, told("invitation_withdrawn", sql`SELECT id AS invite_id FROM (${emptied})`, now)),
    removedWhere(
      scope,
      sql`${invites.state} = 'held' AND NOT EXISTS (${covered(sql`held`, sql`${mayBookFor("held")}`)})`,
    ),
    db
      .update(consents)
      .set({ withdrawnAt: now })
      .where(
        and(
          eq(consents.schoolId, schoolId),
          sql`${consents.withdrawnAt} IS NULL`,
          sql`${consents.inviteId} IN (${emptied})`,
        ),
      ),
  ];
}

/** The office decides about a held invite by what keeps its guest away now. */
function heldBecauseRenewed({ db, schoolId }: Scope): Statement {
  const strength = sql`(SELECT max(${strengthOf(guestBarred(guestOf(schoolId)))}) FROM invite_students AS held
    WHERE held.school_id = ${invites.schoolId} AND held.invite_id = ${invites.id})`;
  return db
    .update(invites)
    .set({ heldBecause: ofStrength(strength) })
    .where(
      and(
        eq(invites.schoolId, schoolId),
        eq(invites.state, "held"),
        sql`${strength} > ${strengthOf(sql`${invites.heldBecause}`)}`,
      ),
    );
}

function removedWhere({ db, schoolId, now }: Scope, which: SQL): Statement {
  const because = sql`CASE WHEN EXISTS (${covered(sql`held`, sql`NOT ${unbarredFor("held", schoolId)}`)}) THEN 'guardian_barred'
    WHEN EXISTS (${covered(sql`held`, sql`${guestBarred(guestOf(schoolId))} IS NOT NULL`)}) THEN 'school' ELSE 'student_left' END`;
  return db
    .update(invites)
    .set({ state: "removed", removedBecause: because, removedAt: now, version: sql`${invites.version} + 1` })
    .where(and(eq(invites.schoolId, schoolId), which));
}

/** The students that an invite of the statement names, under an alias, for which a condition holds. */
function covered(as: SQL, holds: SQL): SQL {
  return sql`SELECT 1 FROM invite_students AS ${as} WHERE ${as}.school_id = ${invites.schoolId} AND ${as}.invite_id = ${invites.id} AND ${holds}`;
}

/** The guest of an invite of the query, for the student `held`. */
function guestOf(schoolId: SchoolId) {
  const studentId = sql`held.student_id`;
  return { schoolId, studentId, nameKey: sql`${invites}.name_key`, emailKey: sql`${invites}.email_key` };
}

/**
 * Covered students of evenings to come that the records no longer bear out. A booked appointment keeps its cover while the guardian may book
 * and nothing keeps the guest from the student, but for what the office saw when it let the invite through.
 */
function lostStudents(schoolId: SchoolId, now: number): SQL {
  const barred = strengthOf(guestBarred(guestOf(schoolId)));
  return sql`SELECT held.invite_id, held.evening_id, held.guardian_id, held.student_id FROM invite_students AS held
    JOIN evenings AS e ON e.school_id = held.school_id AND e.id = held.evening_id AND e.ends_at > ${now - MOST_OVERRUN_MS}
    JOIN invites ON invites.school_id = held.school_id AND invites.id = held.invite_id
    WHERE held.school_id = ${schoolId} AND held.live = 1 AND (
      NOT ${mayBookFor("held")}
      OR ${barred} > ${strengthOf(sql`invites.held_because`)}
      OR NOT EXISTS (SELECT 1 FROM enrolments AS taught JOIN evening_classes AS part
          ON part.school_id = taught.school_id AND part.class_id = taught.class_id AND part.evening_id = held.evening_id
          WHERE taught.school_id = held.school_id AND taught.student_id = held.student_id)
        AND NOT EXISTS (SELECT 1 FROM appointments AS a WHERE a.school_id = held.school_id AND a.evening_id = held.evening_id
          AND a.guardian_id = held.guardian_id AND a.student_id = held.student_id AND a.state = 'booked'))`;
}

/** Those of the invites that still cover a student: the others are withdrawn instead. */
function thatKeepOne(schoolId: SchoolId, lost: SQL): SQL {
  return sql`SELECT gone.invite_id FROM (${lost}) AS gone WHERE EXISTS (SELECT 1 FROM invite_students AS kept
    WHERE kept.school_id = ${schoolId} AND kept.invite_id = gone.invite_id AND kept.live = 1
      AND (kept.invite_id, kept.student_id) NOT IN (SELECT other.invite_id, other.student_id FROM (${lost}) AS other))`;
}

function told(kind: "invitation_changed" | "invitation_withdrawn", ofInvites: SQL, now: number): SQL {
  return sql`SELECT ${newId} AS id, ${kind} AS kind, json_object('inviteId', guest.invite_id) AS subject, ${now + GUEST_WAITS_MS} AS due_at,
    ${`${kind} `} || guest.invite_id AS joins FROM (SELECT DISTINCT invite_id FROM (${ofInvites})) AS guest`;
}
