import { and, eq, type SQL, sql } from "drizzle-orm";
import type { SchoolId } from "../db/ids.ts";
import { newId } from "../db/new-id.ts";
import { consents, inviteStudents, invites } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { mayBookFor } from "../rules/booking/may-book.ts";
import { auditedEach } from "./audit.ts";
import { enqueueEach, GUEST_WAITS_MS } from "./enqueue-mail.ts";
import { roomsNoticed } from "./room-notices.ts";

/**
 * The cover of every student ends who has left the guardian or the evening: put it after the change of the records, in its batch. A guest who
 * keeps other students is told what changed; one who keeps none has their invite withdrawn, and the link is dead.
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

/** Invites that cover nobody any more are withdrawn, with their consents, and their guests are told. */
function emptyInvitesRemoved(scope: Scope): Statement[] {
  const { db, schoolId, now } = scope;
  const isSent = and(eq(invites.schoolId, schoolId), eq(invites.state, "sent"));
  const covers = sql`EXISTS (SELECT 1 FROM invite_students AS kept
    WHERE kept.school_id = ${schoolId} AND kept.invite_id = ${invites.id} AND kept.live = 1)`;
  const emptied = and(
    eq(invites.schoolId, schoolId),
    eq(invites.removedBecause, "student_left"),
    eq(invites.removedAt, now),
  );
  const theirs = sql`${consents.inviteId} IN (${db.select({ id: invites.id }).from(invites).where(emptied)})`;
  return [
    db
      .update(invites)
      .set({ state: "removed", removedBecause: "student_left", removedAt: now, version: sql`${invites.version} + 1` })
      .where(and(isSent, sql`NOT ${covers}`)),
    db
      .update(consents)
      .set({ withdrawnAt: now })
      .where(and(eq(consents.schoolId, schoolId), sql`${consents.withdrawnAt} IS NULL`, theirs)),
    enqueueEach(scope, told("invitation_withdrawn", sql`SELECT id AS invite_id FROM ${invites} WHERE ${emptied}`, now)),
  ];
}

/** Covered students of evenings to come that the records no longer bear out. A booked appointment keeps its cover while the guardian may book. */
function lostStudents(schoolId: SchoolId, now: number): SQL {
  return sql`SELECT held.invite_id, held.evening_id, held.guardian_id, held.student_id FROM invite_students AS held
    JOIN evenings AS e ON e.school_id = held.school_id AND e.id = held.evening_id AND e.ends_at > ${now}
    WHERE held.school_id = ${schoolId} AND held.live = 1 AND (
      NOT ${mayBookFor("held")}
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
