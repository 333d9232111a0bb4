import { type SQL, sql } from "drizzle-orm";
import type { EveningId, GuardianId, InviteId, MailId, PersonId, SignInLinkId, WaitlistEntryId } from "../db/ids.ts";
import { valuesFrom } from "../db/insert-select.ts";
import { newId } from "../db/new-id.ts";
import { outbox } from "../db/schema.ts";
import type { GivenScope, Scope } from "../db/scope.ts";

/**
 * What a message is about: ids only, so that the outbox holds no address, name or token. Rendered when it is sent, with what holds then.
 * `formerAddress` is the one exception, taken away when the message has left or never will (0130).
 */
export type MailSubject =
  | { kind: "sign_in"; linkId: SignInLinkId }
  /** They have signed in by a device that they have not used before. */
  | { kind: "new_device"; personId: PersonId }
  /** The guardian's appointments have changed: their guests, and teachers who have their schedule already, are told as well. */
  | { kind: "booking_confirmation"; guardianId: GuardianId; eveningId: EveningId }
  | { kind: "invitation"; inviteId: InviteId }
  | { kind: "invitation_changed"; inviteId: InviteId }
  | { kind: "invitation_withdrawn"; inviteId: InviteId }
  | { kind: "waiting_list_offer"; waitingId: WaitlistEntryId }
  | { kind: "address_changed"; personId: PersonId }
  | { kind: "address_changed"; formerOf: PersonId; formerAddress: string }
  /** A school has come into being: the way in of its first admin. */
  | { kind: "first_admin"; linkId: SignInLinkId }
  /** Somebody of the staff has an account. */
  | { kind: "staff_account"; personId: PersonId };

export type EnqueueOptions = {
  /** Made by a form, so that sending it twice makes one message. */
  id?: MailId;
  /** How long it waits before it is first tried, milliseconds. */
  delayMs?: number;
};

const MINUTE_MS = 60_000;
/** The first confirmation goes at once; the presses that follow share the next. */
const QUIET_MS = 2 * MINUTE_MS;
const AFTER_LAST_PRESS_MS = 20_000;
export const GUEST_WAITS_MS = 90_000;
const GUEST_WAITS_AT_MOST_MS = 5 * MINUTE_MS;
const TEACHER_WAITS_MS = 15 * MINUTE_MS;

/** The statement that puts a message into the outbox: add it to the batch that makes the change. */
export function enqueueMail(scope: Scope, mail: MailSubject, options: EnqueueOptions = {}) {
  const { now } = scope;
  const { kind, ...subject } = mail;
  if (mail.kind === "booking_confirmation")
    return bookingsChangedMail(scope, sql`SELECT ${mail.guardianId} AS guardian_id, ${mail.eveningId} AS evening_id`);
  const { id = crypto.randomUUID(), delayMs = 0 } = options;
  return enqueueEach(
    scope,
    sql`SELECT ${id} AS id, ${kind} AS kind, ${JSON.stringify(subject)} AS subject, ${now + delayMs} AS due_at, NULL AS joins`,
  );
}

/**
 * The statement for messages that a query finds; its columns are `id`, `kind`, `subject`, `due_at` and `joins`. A message whose `joins` is
 * still waiting, untried, is not written again but put off, so that several changes in a row are one mail. A known id is passed over.
 */
export function enqueueEach(scope: GivenScope, messages: SQL) {
  const { db, schoolId, now } = scope;
  const values = {
    ...{ schoolId: sql`${schoolId}`, id: sql`new.id`, kind: sql`new.kind`, subject: sql`new.subject` },
    ...{ dueAt: sql`new.due_at`, coalesce: sql`new.joins`, createdAt: sql`${now}` },
    ...{ state: sql`'waiting'`, attempts: sql`0`, uncertain: sql`0` },
  };
  const from = sql`(${messages}) AS new WHERE NOT EXISTS
    (SELECT 1 FROM outbox AS known WHERE known.school_id = ${schoolId} AND known.id = new.id)`;
  return db
    .insert(outbox)
    .select(valuesFrom(outbox, values, from))
    .onConflictDoUpdate({
      target: [outbox.schoolId, outbox.coalesce],
      set: { dueAt: sql`max(due_at, min(excluded.due_at, created_at + CASE kind ${LONGEST_WAITS} ELSE 0 END))` },
    });
}

/** By kind, how long a message may be put off by further changes, from the first of them. */
const LONGEST_WAITS = sql.raw(
  `WHEN 'booking_confirmation' THEN ${QUIET_MS} WHEN 'invitation_changed' THEN ${GUEST_WAITS_AT_MOST_MS}`,
);

/**
 * Mail for everyone who must hear that families' appointments have changed: the guardian, their guests, and teachers who have their
 * schedule already, former ones too. `families`: a query with the columns `guardian_id` and `evening_id`.
 */
export function bookingsChangedMail(scope: GivenScope, families: SQL) {
  const { schoolId, now } = scope;
  const subject = sql`json_object('guardianId', family.guardian_id, 'eveningId', family.evening_id)`;
  const meeting = (
    table: SQL,
  ) => sql`SELECT DISTINCT json_object('teacherId', meeting.teacher_id, 'eveningId', theirs.evening_id) AS subject
    FROM (${families}) AS family CROSS JOIN appointments AS theirs ON theirs.school_id = ${schoolId}
        AND theirs.evening_id = family.evening_id AND theirs.guardian_id = family.guardian_id
      CROSS JOIN ${table} AS meeting ON meeting.school_id = theirs.school_id AND meeting.appointment_id = theirs.id`;
  // CROSS JOIN keeps SQLite from beginning with every appointment of the school.
  const messages = sql`
    SELECT ${newId} AS id, 'booking_confirmation' AS kind, ${subject} AS subject, ${now} + CASE WHEN EXISTS (
        SELECT 1 FROM outbox AS earlier WHERE earlier.school_id = ${schoolId} AND earlier.subject = ${subject}
          AND earlier.kind = 'booking_confirmation' AND earlier.created_at > ${now} - ${QUIET_MS}
      ) THEN ${AFTER_LAST_PRESS_MS} ELSE 0 END AS due_at, 'booking_confirmation ' || ${subject} AS joins
      FROM (${families}) AS family
    UNION ALL
    SELECT ${newId}, 'invitation_changed', json_object('inviteId', guest.id), ${now} + ${GUEST_WAITS_MS}, 'invitation_changed ' || guest.id
      FROM (${families}) AS family CROSS JOIN invites AS guest ON guest.school_id = ${schoolId}
        AND guest.evening_id = family.evening_id AND guest.guardian_id = family.guardian_id AND guest.state = 'sent'
    UNION ALL
    SELECT ${newId}, 'schedule_changed', told.subject, ${now} + ${TEACHER_WAITS_MS}, 'schedule_changed ' || told.subject FROM (
      ${meeting(sql`appointment_teachers`)} UNION ${meeting(sql`former_teachers`)}
    ) AS told WHERE EXISTS (SELECT 1 FROM outbox AS schedule WHERE schedule.school_id = ${schoolId}
      AND schedule.subject = told.subject AND schedule.kind = 'teacher_schedule')`;
  return enqueueEach(scope, messages);
}
