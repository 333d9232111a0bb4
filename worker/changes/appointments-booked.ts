import { and, eq, gt, type Placeholder, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { AppointmentId, ProposalId, WaitlistEntryId } from "../db/ids.ts";
import { valuesFrom } from "../db/insert-select.ts";
import { type Given, preparedBatch } from "../db/prepared-batch.ts";
import { absences, appointments, claims, proposals, waiting } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { rulesOfNew, wished } from "../rules/booking/booking-rules.ts";
import type { Wish } from "../rules/booking/wish.ts";
import { absenceOf } from "./absence-said.ts";
import { teachersGiven, timeClaimed } from "./appointment-people.ts";
import { audited } from "./audit.ts";
import { bookingsChangedMail } from "./enqueue-mail.ts";
import { hearsOfBookings, roomsNoticed } from "./room-notices.ts";
import { liveEntries, waitlistEntriesEnded } from "./waitlist-entries-ended.ts";

/** A press on a time: `note` is the guardian's message to the teachers, null where a move leaves it as it is. */
export const PRESS = [
  "schoolId",
  "actor",
  "guardianId",
  "id",
  "eveningId",
  "studentId",
  "classId",
  "startsAt",
  "note",
  "now",
] as const;
export type Press = Record<(typeof PRESS)[number], Placeholder>;

/** What a press asks for. */
export function wishOf(scope: GivenScope, press: Press): Wish {
  const { guardianId, eveningId, id, studentId, classId, startsAt, note } = press;
  const rows = sql`SELECT ${id} AS id, ${studentId} AS student_id, ${classId} AS class_id, ${startsAt} AS starts_at, ${note} AS note`;
  return { scope, guardianId, eveningId, rows };
}

/** Books a time and asks nobody first: the guard decides. */
export const bookTime = preparedBatch(PRESS, (db, press) =>
  appointmentBooked(wishOf({ db, ...press }, press), press.id),
);

/** A guardian has booked a time by hand. */
export function appointmentBooked(wish: Wish, id: Given<AppointmentId>): Statement[] {
  const { scope } = wish;
  return [
    guardStatement(scope.db, rulesOfNew(wish), wished(wish)),
    ...appointmentsMade(wish),
    audited(scope, "appointment.booked", id),
  ];
}

/**
 * A guardian has accepted a proposal: all of it is booked. Refused as `not-held` where it is not held any more, as `changed` where a class
 * has other teachers by now, or another length.
 */
export function proposalAccepted(
  scope: GivenScope,
  { id, guardianId, eveningId }: Pick<Wish, "guardianId" | "eveningId"> & { id: ProposalId },
): Statement[] {
  const { db, schoolId, now } = scope;
  const rows = sql`SELECT one.value ->> 'id' AS id, one.value ->> 'studentId' AS student_id, one.value ->> 'classId' AS class_id,
      one.value ->> 'startsAt' AS starts_at, one.value ->> 'endsAt' AS ends_at, one.value -> 'teacherIds' AS teacher_ids, '' AS note
    FROM proposals AS plan CROSS JOIN json_each(plan.plan) AS one WHERE plan.school_id = ${schoolId} AND plan.id = ${id}`;
  const wish = { scope, guardianId, eveningId, rows };
  const thisOne = and(eq(proposals.schoolId, schoolId), eq(proposals.id, id));
  const held = sql`SELECT 1 FROM proposals WHERE school_id = ${schoolId} AND id = ${id} AND guardian_id = ${guardianId}
    AND evening_id = ${eveningId} AND state = 'held' AND expires_at > ${now}`;
  const teachers = sql`(SELECT json_group_array(ct.teacher_id) FROM (SELECT teacher_id FROM class_teachers
    WHERE school_id = ${schoolId} AND class_id = w.class_id ORDER BY position, teacher_id) AS ct)`;
  return [
    guardStatement(db, [{ name: "not-held", broken: sql`NOT EXISTS (${held})` }]),
    guardStatement(
      db,
      [
        {
          name: "changed",
          broken: sql`w.ends_at <> w.starts_at + ec.units * evenings.slot_seconds * 1000 OR w.teacher_ids <> ${teachers}`,
        },
        ...rulesOfNew(wish, id, sql`evenings.state <> 'published'`),
      ],
      wished(wish),
    ),
    db.update(proposals).set({ state: "accepted" }).where(thisOne),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), eq(claims.proposalId, id))),
    ...appointmentsMade(wish),
    audited(scope, "proposal.accepted", id),
  ];
}

/** Books the time that a waitlist entry was offered, under the id that was promised with it. */
export const takeTime = preparedBatch([...PRESS, "entryId"], (db, press) =>
  offeredTimeTaken(wishOf({ db, ...press }, press), press.entryId),
);

/** A guardian takes the time that they were offered. Refused as `over` where the offer holds no longer. */
export function offeredTimeTaken(wish: Wish, entryId: Given<WaitlistEntryId>): Statement[] {
  const { scope } = wish;
  const { db, schoolId, now } = scope;
  const offer = sql`SELECT 1 FROM waiting WHERE school_id = ${schoolId} AND id = ${entryId} AND state = 'offered' AND held_until > ${now}`;
  const rules = [{ name: "over", broken: sql`NOT EXISTS (${offer})` }, ...rulesOfNew(wish, entryId)];
  return [
    guardStatement(db, rules, wished(wish)),
    db
      .update(waiting)
      .set({ state: "taken" })
      .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, entryId), gt(waiting.heldUntil, now))),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), eq(claims.proposalId, entryId))),
    ...appointmentsMade(wish),
    audited(scope, "waiting.taken", entryId),
  ];
}

/** What follows when appointments are booked, by whatever way: the batch's guard has looked at every rule. */
export function appointmentsMade(wish: Wish): Statement[] {
  const { scope, guardianId, eveningId, rows } = wish;
  const { db, schoolId, now } = scope;
  const ids = sql`SELECT made.id FROM (${rows}) AS made`;
  return [
    ...appointmentRows(wish),
    // Whoever books attends after all, and waits for the class no more.
    db.delete(absences).where(absenceOf(scope, { guardianId, eveningId })),
    ...waitlistEntriesEnded(
      scope,
      liveEntries(scope, { eveningId, guardianId }, sql`SELECT made.student_id, made.class_id FROM (${rows}) AS made`),
    ),
    ...roomsNoticed(scope, sql`${ids} WHERE ${hearsOfBookings(schoolId, eveningId, now)}`),
    bookingsChangedMail(scope, sql`SELECT ${guardianId} AS guardian_id, ${eveningId} AS evening_id`),
  ];
}

/** The rows of appointments alone: themselves, their teachers and everybody's time. */
export function appointmentRows(wish: Wish): Statement[] {
  const ids = sql`SELECT made.id FROM (${wish.rows}) AS made`;
  return [inserted(wish), teachersGiven(wish.scope, ids), ...timeClaimed(wish.scope, ids)];
}

function inserted({ scope, guardianId, eveningId, rows }: Wish): Statement {
  const { db, schoolId, now } = scope;
  const values = {
    ...{ schoolId: sql`${schoolId}`, id: sql`w.id`, eveningId: sql`${eveningId}`, guardianId: sql`${guardianId}` },
    ...{ studentId: sql`w.student_id`, classId: sql`w.class_id`, startsAt: sql`w.starts_at` },
    endsAt: sql`w.starts_at + ec.units * e.slot_seconds * 1000`,
    ...{ state: sql`'booked'`, version: sql`1`, createdAt: sql`${now}`, note: sql`coalesce(w.note, '')` },
    ...{ together: sql`e.together`, roomForgotten: sql`0` },
  };
  const from = sql`(${rows}) AS w CROSS JOIN evenings AS e ON e.school_id = ${schoolId} AND e.id = ${eveningId}
      CROSS JOIN evening_classes AS ec ON ec.school_id = ${schoolId} AND ec.evening_id = ${eveningId} AND ec.class_id = w.class_id`;
  return db.insert(appointments).select(valuesFrom(appointments, values, from));
}
