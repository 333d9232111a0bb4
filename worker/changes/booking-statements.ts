import { and, eq, isNotNull, lte, sql } from "drizzle-orm";
import { inList } from "../db/json-list.ts";
import { absences, appointments, appointmentTeachers, claims } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** An appointment to be made, with everyone's time that it takes. Times are epoch milliseconds. */
export type NewAppointment = {
  id: string;
  eveningId: string;
  guardianId: string;
  studentId: string;
  classId: string;
  startsAt: number;
  endsAt: number;
  /** In the order in which they are named. */
  teacherIds: readonly string[];
  /** The starts of the grid's units that it covers. */
  units: readonly number[];
  /** The guardian's message to the teachers. */
  note?: string | undefined;
};

type PeopleAndUnits = Pick<NewAppointment, "guardianId" | "teacherIds" | "units">;

/**
 * The statements that book one appointment whose people and units are known, in the batch of what gives it to them. A time that anyone in it has given already fails the key of
 * `claims`, a second appointment for the class fails `appointments_one_per_class` (or `appointments_one_for_all`, where a student's guardians
 * come together), one more than the evening allows fails the NOT NULL of its state; and then nothing of the batch is kept.
 */
export function bookStatements(scope: Scope, booking: NewAppointment) {
  const { db, schoolId, now } = scope;
  const { id, eveningId, guardianId, studentId, classId, startsAt, endsAt, note = "" } = booking;
  return [
    dropLapsedHolds(scope, booking),
    db.insert(appointments).values({
      ...{ schoolId, id, eveningId, guardianId, studentId, classId, startsAt, endsAt, note },
      ...{ state: stateWithin(schoolId, booking), version: 1, createdAt: now },
      together: sql`(SELECT together FROM evenings WHERE school_id = ${schoolId} AND id = ${eveningId})`,
    }),
    insertTeachers(scope, booking),
    insertClaims(scope, booking),
    // Whoever books attends after all.
    db
      .delete(absences)
      .where(
        and(
          eq(absences.schoolId, schoolId),
          eq(absences.eveningId, eveningId),
          eq(absences.guardianId, booking.guardianId),
        ),
      ),
  ] as const;
}

/** `booked`, or null (which fails the batch) where the guardian has as many for the student as the evening allows. */
function stateWithin(schoolId: string, { eveningId, guardianId, studentId }: NewAppointment) {
  return sql<"booked">`(SELECT CASE WHEN e.most_per_student IS NULL OR e.most_per_student > (
    SELECT count(*) FROM appointments AS a WHERE a.school_id = e.school_id AND a.evening_id = e.id
      AND a.guardian_id = ${guardianId} AND a.student_id = ${studentId} AND a.state = 'booked') THEN 'booked' END
    FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.id = ${eveningId})`;
}

/** The statements that cancel an appointment and free everyone's time at once. Add `noticeStatements`. */
export function cancelStatements(scope: Scope, appointmentId: string) {
  const { db, schoolId } = scope;
  return [
    db
      .update(appointments)
      .set({ state: "cancelled" })
      .where(
        and(eq(appointments.schoolId, schoolId), eq(appointments.id, appointmentId), eq(appointments.state, "booked")),
      )
      .returning({ id: appointments.id }),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), eq(claims.appointmentId, appointmentId))),
  ] as const;
}

/** A hold that has lapsed is nobody's, but its rows would still fail the key. */
export function dropLapsedHolds(scope: Scope, booking: PeopleAndUnits) {
  const { db, schoolId, now } = scope;
  return db
    .delete(claims)
    .where(
      and(
        eq(claims.schoolId, schoolId),
        inList(claims.personId, peopleOf(booking)),
        inList(claims.unitAt, booking.units),
        isNotNull(claims.heldUntil),
        lte(claims.heldUntil, now),
      ),
    );
}

function insertTeachers(scope: Scope, { id, teacherIds }: NewAppointment) {
  const { db, schoolId } = scope;
  return db
    .insert(appointmentTeachers)
    .select(sql`SELECT ${schoolId}, ${id}, t.value, t.key FROM json_each(${JSON.stringify(teacherIds)}) AS t`);
}

function insertClaims(scope: Scope, booking: NewAppointment) {
  const { db, schoolId } = scope;
  const people = JSON.stringify(peopleOf(booking));
  const units = JSON.stringify(booking.units);
  return db
    .insert(claims)
    .select(
      sql`SELECT ${schoolId}, p.value, u.value, ${booking.eveningId}, ${booking.id}, NULL, NULL FROM json_each(${people}) AS p, json_each(${units}) AS u`,
    );
}

function peopleOf(booking: PeopleAndUnits): string[] {
  return [booking.guardianId, ...booking.teacherIds];
}
