import { and, eq, gt, lt, type SQL, sql } from "drizzle-orm";
import { enqueueEach } from "../changes/enqueue-mail.ts";
import { newId } from "../db/new-id.ts";
import { eveningMailings, evenings, schools } from "../db/schema.ts";
import { type Scope, schoolScope } from "../db/scope.ts";
import type { World } from "../ports/deps.ts";
import { type Mailing, mailingDue } from "./mailing-times.ts";

const TWO_DAYS_MS = 48 * 3_600_000;

/** Writes the reminders and schedules that are due into the outbox, each mailing of an evening once, however many workers look. */
export async function enqueueReminders(deps: World): Promise<void> {
  const now = deps.clock();
  const near = await deps.db
    .select({ schoolId: evenings.schoolId, eveningId: evenings.id, startsAt: evenings.startsAt, zone: schools.zone })
    .from(evenings)
    .innerJoin(schools, eq(schools.id, evenings.schoolId))
    .where(and(eq(evenings.state, "published"), gt(evenings.startsAt, now), lt(evenings.startsAt, now + TWO_DAYS_MS)));
  for (const { schoolId, eveningId, startsAt, zone } of near) {
    const mailing = mailingDue(startsAt, zone, now);
    const scope = schoolScope(deps.db, schoolId, now);
    if (mailing && !(await isWritten(scope, eveningId, mailing))) await write(scope, eveningId, mailing);
  }
}

async function isWritten(scope: Scope, eveningId: string, mailing: Mailing): Promise<boolean> {
  const { db, schoolId } = scope;
  const known = await db
    .select({ at: eveningMailings.at })
    .from(eveningMailings)
    .where(
      and(
        eq(eveningMailings.schoolId, schoolId),
        eq(eveningMailings.eveningId, eveningId),
        eq(eveningMailings.mailing, mailing),
      ),
    )
    .get();
  return known !== undefined;
}

async function write(scope: Scope, eveningId: string, mailing: Mailing): Promise<void> {
  const { db, schoolId, now } = scope;
  const messages = sql`${guardians(schoolId, eveningId, now)} UNION ALL ${guests(schoolId, eveningId, now)}
    UNION ALL ${teachers(schoolId, eveningId, now)}`;
  // The mailing comes last and only where it is new: of two workers at once, the second writes no message.
  const isNew = sql`NOT EXISTS (SELECT 1 FROM evening_mailings WHERE school_id = ${schoolId} AND evening_id = ${eveningId} AND mailing = ${mailing})`;
  await db.batch([
    enqueueEach(scope, sql`SELECT * FROM (${messages}) WHERE ${isNew}`),
    db.insert(eveningMailings).values({ schoolId, eveningId, mailing, at: now }).onConflictDoNothing(),
  ]);
}

/** Who has booked, has an address and wants to be reminded. */
function guardians(schoolId: string, eveningId: string, now: number): SQL {
  return sql`SELECT ${newId} AS id, 'reminder' AS kind, json_object('guardianId', g.id, 'eveningId', ${eveningId}) AS subject,
      ${now} AS due_at, NULL AS joins FROM people AS g
    WHERE g.school_id = ${schoolId} AND g.role = 'guardian' AND g.email <> '' AND ${wantsReminders(schoolId, sql`g.id`)}
      AND EXISTS (SELECT 1 FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.evening_id = ${eveningId}
        AND a.guardian_id = g.id AND a.state = 'booked')`;
}

/** Whoever is invited to something that is booked. */
function guests(schoolId: string, eveningId: string, now: number): SQL {
  return sql`SELECT ${newId}, 'guest_reminder', json_object('inviteId', i.id), ${now}, NULL FROM invites AS i
    WHERE i.school_id = ${schoolId} AND i.evening_id = ${eveningId} AND i.state = 'sent' AND ${wantsReminders(schoolId, sql`i.id`)}
      AND EXISTS (SELECT 1 FROM invite_students AS seat JOIN appointments AS a ON a.school_id = seat.school_id
        AND a.evening_id = seat.evening_id AND a.guardian_id = seat.guardian_id AND a.student_id = seat.student_id
        WHERE seat.school_id = ${schoolId} AND seat.invite_id = i.id AND seat.live = 1 AND a.state = 'booked')`;
}

/** Once an evening: who has the schedule is told of changes after that. */
function teachers(schoolId: string, eveningId: string, now: number): SQL {
  return sql`SELECT ${newId}, 'teacher_schedule', booked.subject, ${now}, NULL FROM (
      SELECT DISTINCT json_object('teacherId', t.id, 'eveningId', ${eveningId}) AS subject FROM people AS t
        JOIN appointment_teachers AS meeting ON meeting.school_id = t.school_id AND meeting.teacher_id = t.id
        JOIN appointments AS a ON a.school_id = meeting.school_id AND a.id = meeting.appointment_id
        WHERE t.school_id = ${schoolId} AND t.email <> '' AND a.evening_id = ${eveningId} AND a.state = 'booked'
    ) AS booked WHERE NOT EXISTS (SELECT 1 FROM outbox AS known WHERE known.school_id = ${schoolId}
      AND known.subject = booked.subject AND known.kind = 'teacher_schedule')`;
}

function wantsReminders(schoolId: string, readerId: SQL): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM mail_stops AS stop WHERE stop.school_id = ${schoolId} AND stop.reader_id = ${readerId})`;
}
