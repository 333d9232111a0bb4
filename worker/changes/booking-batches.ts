import { and, eq, gt, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { preparedBatch } from "../db/prepared-batch.ts";
import { absences, appointments, appointmentTeachers, audit, claims, formerTeachers, waiting } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import { opensFor } from "../rules/booking/early-access.ts";
import { oneAbsence } from "./absence-said.ts";
import { endPlaceStatements, livePlaces } from "./waitlist-entries-ended.ts";
import { enqueueBookingChange } from "./enqueue-mail.ts";
import { noteFreed } from "./freed-times.ts";
import { hearsOfBookings, noticeStatements } from "./room-notices.ts";

/** `note` is null where a move leaves the message as it is. */
const PRESS = ["schoolId", "guardianId", "id", "eveningId", "studentId", "classId", "startsAt", "note", "now"] as const;
type Press = Record<(typeof PRESS)[number], Placeholder>;

/**
 * Books a time, and asks nobody first: the record of who did what comes first and can't be written where a rule of the evening is against it
 * (its `object` is NULL then), a time that anyone in it has given away fails the key of `claims`, a second appointment for the
 * class fails `appointments_one_per_class` or `appointments_one_for_all`. Each of these undoes all of the batch and rejects.
 */
export const bookTime = preparedBatch(PRESS, (db, press) => [
  record(db, press, "appointment.booked", allowed(press, press.id, asNew(press))),
  ...newAppointment(db, press),
  // Whoever has a time waits for the class no more.
  ...endPlaceStatements(
    schoolScope(db, press.schoolId, press.now),
    press.eveningId,
    livePlaces(press.schoolId, press, sql`(VALUES (${press.studentId}, ${press.classId}))`),
  ),
]);

/**
 * Books the time that is held for a place in line, under the id that was promised with it. Whether the offer still holds is decided here: only then
 * does the place get the nonce, without which its state would be NULL. The held claims are let go, to be made anew by the booking.
 */
export const takeTime = preparedBatch([...PRESS, "placeId", "nonce"], (db, press) => [
  ...takeStatements(db, press),
  record(db, press, "waiting.taken", allowed(press, press.placeId, asNew(press))),
  ...newAppointment(db, press),
]);

/** Moves the guardian's appointment `id`, which must be for this class, to another time: as `bookTime`, and where it is refused the old time stays. */
export const moveTime = preparedBatch(PRESS, (db, press) => [
  record(db, press, "appointment.moved", allowed(press, press.id, asMoved(press))),
  updateAppointment(db, press),
  db.delete(claims).where(and(eq(claims.schoolId, press.schoolId), eq(claims.appointmentId, press.id))),
  keepFormerTeachers(db, press),
  db
    .delete(appointmentTeachers)
    .where(and(eq(appointmentTeachers.schoolId, press.schoolId), eq(appointmentTeachers.appointmentId, press.id))),
  insertTeachers(db, press),
  insertClaims(db, press),
  noteFreed(schoolScope(db, press.schoolId, press.now), { eveningId: press.eveningId, appointmentId: press.id }),
  ...noticeStatements(schoolScope(db, press.schoolId, press.now), sql`SELECT ${press.id}`),
  enqueueBookingChange(schoolScope(db, press.schoolId, press.now), press),
]);

function record(db: Database, { schoolId, guardianId, now }: Press, action: string, object: SQL) {
  return db.insert(audit).values({ schoolId, id: newId, at: now, actor: guardianId, action, object: sql`(${object})` });
}

type More = { join: SQL; where: SQL };

function newAppointment(db: Database, press: Press) {
  return [
    insertAppointment(db, press),
    insertTeachers(db, press),
    insertClaims(db, press),
    // Whoever books attends after all.
    db.delete(absences).where(oneAbsence(press.schoolId, press.guardianId, press.eveningId)),
    ...noticeStatements(schoolScope(db, press.schoolId, press.now), ifHeard(press)),
    enqueueBookingChange(schoolScope(db, press.schoolId, press.now), press),
  ];
}

function takeStatements(
  db: Database,
  { schoolId, placeId, nonce, now }: Press & Record<"placeId" | "nonce", Placeholder>,
) {
  const thisOne = and(eq(waiting.schoolId, schoolId), eq(waiting.id, placeId));
  return [
    db
      .update(waiting)
      .set({ state: "taken", nonce: sql`${nonce}` })
      .where(and(thisOne, eq(waiting.state, "offered"), gt(waiting.heldUntil, now))),
    db
      .update(waiting)
      .set({ state: sql`CASE WHEN ${waiting.nonce} = ${nonce} THEN ${waiting.state} END` })
      .where(thisOne),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), eq(claims.proposalId, placeId))),
  ];
}

/**
 * `object`, where every rule is for it that no key holds, and nothing where one is against it: the rules of `windowOf`,
 * `fitsGrid`, `isTooLate` and `slotsOfOffer`, from which a refusal's reason is told afterwards. The keys hold the rest.
 */
function allowed(press: Press, object: Placeholder, more: More): SQL {
  const { schoolId, guardianId, id, eveningId, studentId, classId, startsAt, now } = press;
  const unit = sql`(evenings.slot_seconds * 1000)`;
  const endsAt = sql`(${startsAt} + ec.units * ${unit})`;
  return sql`SELECT ${object} FROM evenings
    CROSS JOIN evening_classes AS ec ON ec.school_id = ${schoolId} AND ec.evening_id = evenings.id AND ec.class_id = ${classId}
    CROSS JOIN guardianships AS g
      ON g.school_id = ${schoolId} AND g.guardian_id = ${guardianId} AND g.student_id = ${studentId} AND g.may_book = 1
    CROSS JOIN enrolments AS en ON en.school_id = ${schoolId} AND en.class_id = ec.class_id AND en.student_id = g.student_id
    ${more.join}
    WHERE evenings.school_id = ${schoolId} AND evenings.id = ${eveningId} AND evenings.state = 'published'
      AND ${opensFor(schoolId, guardianId)} <= ${now} AND ${now} < min(evenings.booking_closes_at, evenings.ends_at)
      AND ec.units > 0 AND ${startsAt} >= evenings.starts_at AND ${endsAt} <= evenings.ends_at
      AND (${startsAt} - evenings.starts_at) % ${unit} = 0
      AND ${now} < ${startsAt} - evenings.lead_minutes * 60000
      AND EXISTS (SELECT 1 FROM class_teachers AS ct WHERE ct.school_id = ${schoolId} AND ct.class_id = ec.class_id)
      AND NOT EXISTS (SELECT 1 FROM appointments AS other WHERE other.school_id = ${schoolId}
        AND other.guardian_id = ${guardianId} AND other.state = 'booked' AND other.id <> ${id}
        AND other.starts_at < ${endsAt} AND ${startsAt} < other.ends_at)
      AND ${more.where}`;
}

function asNew({ schoolId, guardianId, eveningId, studentId }: Press): More {
  const theirs = sql`SELECT count(*) FROM appointments AS theirs WHERE theirs.school_id = ${schoolId}
    AND theirs.guardian_id = ${guardianId} AND theirs.evening_id = ${eveningId} AND theirs.student_id = ${studentId}
    AND theirs.state = 'booked'`;
  return { join: sql``, where: sql`(evenings.most_per_student IS NULL OR evenings.most_per_student > (${theirs}))` };
}

function asMoved({ schoolId, guardianId, id, eveningId, studentId, classId, startsAt, now }: Press): More {
  const mine = sql`mine.guardian_id = ${guardianId} AND mine.evening_id = ${eveningId} AND mine.student_id = ${studentId}
    AND mine.class_id = ${classId} AND mine.state = 'booked'`;
  return {
    join: sql`CROSS JOIN appointments AS mine ON mine.school_id = ${schoolId} AND mine.id = ${id}`,
    where: sql`${mine} AND mine.starts_at <> ${startsAt} AND ${now} < mine.starts_at - evenings.lead_minutes * 60000`,
  };
}

function insertAppointment(db: Database, press: Press) {
  const { schoolId, id, eveningId, guardianId, studentId, classId, startsAt, note, now } = press;
  return db.insert(appointments).values({
    ...{ schoolId, id, eveningId, guardianId, studentId, classId, startsAt, endsAt: endOf(press) },
    ...{ state: "booked", version: 1, createdAt: now, note: sql`coalesce(${note}, '')` },
    together: sql`(SELECT together FROM evenings WHERE school_id = ${schoolId} AND id = ${eveningId})`,
  });
}

function updateAppointment(db: Database, press: Press) {
  const { schoolId, id, startsAt, note } = press;
  return db
    .update(appointments)
    .set({ startsAt: sql`${startsAt}`, endsAt: endOf(press), note: sql`coalesce(${note}, ${appointments.note})` })
    .where(and(eq(appointments.schoolId, schoolId), eq(appointments.id, id)));
}

function endOf({ schoolId, eveningId, classId, startsAt }: Press) {
  return sql<number>`(SELECT ${startsAt} + ec.units * e.slot_seconds * 1000 FROM evenings AS e CROSS JOIN evening_classes AS ec
    ON ec.school_id = e.school_id AND ec.evening_id = e.id AND ec.class_id = ${classId}
    WHERE e.school_id = ${schoolId} AND e.id = ${eveningId})`;
}

function insertTeachers(db: Database, { schoolId, id, classId }: Press) {
  return db.insert(appointmentTeachers).select(
    sql`SELECT ct.school_id, ${id}, ct.teacher_id, (SELECT count(*) FROM class_teachers AS before
        WHERE before.school_id = ${schoolId} AND before.class_id = ${classId}
          AND (before.position, before.teacher_id) < (ct.position, ct.teacher_id))
      FROM class_teachers AS ct WHERE ct.school_id = ${schoolId} AND ct.class_id = ${classId}`,
  );
}

/** A class may have been given to others since the booking: whom the move leaves out still has it in a calendar. */
function keepFormerTeachers(db: Database, { schoolId, id, classId }: Press) {
  return db
    .insert(formerTeachers)
    .select(
      sql`SELECT t.school_id, t.teacher_id, t.appointment_id FROM appointment_teachers AS t
        WHERE t.school_id = ${schoolId} AND t.appointment_id = ${id} AND t.teacher_id NOT IN (
          SELECT ct.teacher_id FROM class_teachers AS ct WHERE ct.school_id = ${schoolId} AND ct.class_id = ${classId})`,
    )
    .onConflictDoNothing();
}

/**
 * A row for each person and unit of the appointment as it stands now. A hold that has lapsed is nobody's, so its row is taken over; over
 * any other the evening would be NULL, which the column refuses.
 */
function insertClaims(db: Database, { schoolId, id, eveningId, guardianId, now }: Press) {
  return db
    .insert(claims)
    .select(
      sql`WITH RECURSIVE unit(at, length, till) AS (
          SELECT a.starts_at, e.slot_seconds * 1000, a.ends_at FROM appointments AS a CROSS JOIN evenings AS e
            ON e.school_id = a.school_id AND e.id = a.evening_id WHERE a.school_id = ${schoolId} AND a.id = ${id}
          UNION ALL SELECT at + length, length, till FROM unit WHERE at + length < till),
        person(id) AS (SELECT ${guardianId} UNION ALL
          SELECT teacher_id FROM appointment_teachers WHERE school_id = ${schoolId} AND appointment_id = ${id})
        SELECT ${schoolId}, person.id, unit.at, ${eveningId}, ${id}, NULL, NULL FROM person CROSS JOIN unit WHERE true`,
    )
    .onConflictDoUpdate({
      target: [claims.schoolId, claims.personId, claims.unitAt],
      set: {
        eveningId: sql`CASE WHEN ${claims.heldUntil} <= ${now} THEN excluded.evening_id END`,
        ...{ appointmentId: sql`excluded.appointment_id`, proposalId: null, heldUntil: null },
      },
    });
}

function ifHeard({ schoolId, id, eveningId, now }: Press): SQL {
  return sql`SELECT ${id} WHERE ${hearsOfBookings(schoolId, eveningId, now)}`;
}
