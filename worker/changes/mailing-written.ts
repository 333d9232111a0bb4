import { type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { EveningId, SchoolId } from "../db/ids.ts";
import { newId } from "../db/new-id.ts";
import { eveningMailings } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { enqueueEach } from "./enqueue-mail.ts";

type Mailing = (typeof eveningMailings.$inferSelect)["mailing"];

/**
 * An evening's reminders and its teachers' schedules go into the outbox. Refused as `written` where they have been: of two workers at once, one
 * writes.
 */
export function mailingWritten(scope: Scope, eveningId: EveningId, mailing: Mailing): Statement[] {
  const { db, schoolId, now } = scope;
  const written = sql`EXISTS (SELECT 1 FROM evening_mailings WHERE school_id = ${schoolId} AND evening_id = ${eveningId}
    AND mailing = ${mailing})`;
  const messages = sql`${guardians(schoolId, eveningId, now)} UNION ALL ${guests(schoolId, eveningId, now)}
    UNION ALL ${teachers(schoolId, eveningId, now)}`;
  return [
    guardStatement(db, [{ name: "written", broken: written }]),
    enqueueEach(scope, messages),
    db.insert(eveningMailings).values({ schoolId, eveningId, mailing, at: now }),
  ];
}

/** Who has booked, has an address and wants to be reminded. */
function guardians(schoolId: SchoolId, eveningId: EveningId, now: number): SQL {
  return sql`SELECT ${newId} AS id, 'reminder' AS kind, json_object('guardianId', g.id, 'eveningId', ${eveningId}) AS subject,
      ${now} AS due_at, NULL AS joins FROM people AS g
    WHERE g.school_id = ${schoolId} AND g.role = 'guardian' AND g.email <> '' AND ${wantsReminders(schoolId, sql`g.id`)}
      AND EXISTS (SELECT 1 FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.evening_id = ${eveningId}
        AND a.guardian_id = g.id AND a.state = 'booked')`;
}

/** Whoever is invited to something that is booked. */
function guests(schoolId: SchoolId, eveningId: EveningId, now: number): SQL {
  return sql`SELECT ${newId}, 'guest_reminder', json_object('inviteId', i.id), ${now}, NULL FROM invites AS i
    WHERE i.school_id = ${schoolId} AND i.evening_id = ${eveningId} AND i.state = 'sent' AND ${wantsReminders(schoolId, sql`i.id`)}
      AND EXISTS (SELECT 1 FROM invite_students AS seat JOIN appointments AS a ON a.school_id = seat.school_id
        AND a.evening_id = seat.evening_id AND a.guardian_id = seat.guardian_id AND a.student_id = seat.student_id
        WHERE seat.school_id = ${schoolId} AND seat.invite_id = i.id AND seat.live = 1 AND a.state = 'booked')`;
}

/** Once an evening: who has the schedule is told of changes after that. */
function teachers(schoolId: SchoolId, eveningId: EveningId, now: number): SQL {
  return sql`SELECT ${newId}, 'teacher_schedule', booked.subject, ${now}, NULL FROM (
      SELECT DISTINCT json_object('teacherId', t.id, 'eveningId', ${eveningId}) AS subject FROM people AS t
        JOIN appointment_teachers AS meeting ON meeting.school_id = t.school_id AND meeting.teacher_id = t.id
        JOIN appointments AS a ON a.school_id = meeting.school_id AND a.id = meeting.appointment_id
        WHERE t.school_id = ${schoolId} AND t.email <> '' AND a.evening_id = ${eveningId} AND a.state = 'booked'
    ) AS booked WHERE NOT EXISTS (SELECT 1 FROM outbox AS known WHERE known.school_id = ${schoolId}
      AND known.subject = booked.subject AND known.kind = 'teacher_schedule')`;
}

function wantsReminders(schoolId: SchoolId, readerId: SQL): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM mail_stops AS stop WHERE stop.school_id = ${schoolId} AND stop.reader_id = ${readerId})`;
}
