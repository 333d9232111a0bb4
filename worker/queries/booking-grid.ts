import { and, asc, eq, gt, gte, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { ClassId, EveningId, GuardianId, SchoolId, StudentId, TeacherId } from "../db/ids.ts";
import {
  absences,
  appointments,
  appointmentTeachers,
  claims,
  classes,
  classTeachers,
  enrolments,
  eveningClasses,
  evenings,
  guardianships,
  people,
  students,
  waiting,
} from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { eveningFor } from "../rules/booking/early-access.ts";
import { booksFor, mayBookRow, studentsOf } from "../rules/booking/may-book.ts";
import type { BookableClass, OwnAppointment, SlotFacts, Teacher } from "../rules/booking/slot-facts.ts";

export type Evening = typeof evenings.$inferSelect;
export type BookingGrid = SlotFacts & {
  evening: Evening;
  /** The guardian has said that they can't attend. */
  absent: boolean;
  /** Where the guardian waits for a class, or has been offered a time. */
  waitlist: OwnWaitlistEntry[];
};

export type OwnWaitlistEntry = {
  id: string;
  studentId: StudentId;
  classId: ClassId;
  state: "waiting" | "offered";
  /** How many wait before them. */
  ahead: number;
  /** The offered time and how long it is held. */
  startsAt: number | null;
  heldUntil: number | null;
};

/**
 * Everything that one guardian's booking page shows and a refusal is explained by, read in one batch: a moment that really was. Null
 * where the school has no such evening.
 */
export async function loadBookingGrid(
  scope: Scope,
  guardianId: GuardianId,
  eveningId: EveningId,
): Promise<BookingGrid | null> {
  const { db, schoolId } = scope;
  const [found, bookableRows, ownRows, taken, metByOther, absence, waitlist] = await db.batch([
    db.select(eveningFor(schoolId, guardianId)).from(evenings).where(oneEvening(schoolId, eveningId)),
    bookablesQuery(scope, guardianId, eveningId),
    ownQuery(scope, guardianId, eveningId),
    busyQuery(scope, guardianId, eveningId),
    metByOtherQuery(scope, guardianId, eveningId),
    db
      .select()
      .from(absences)
      .where(
        and(eq(absences.schoolId, schoolId), eq(absences.eveningId, eveningId), eq(absences.guardianId, guardianId)),
      ),
    waitlistQuery(scope, guardianId, eveningId),
  ]);
  const [evening] = found;
  if (!evening) return null;
  const busy = taken.filter((unit) => unit.personId !== guardianId);
  const held = taken.filter((unit) => unit.personId === guardianId && unit.proposalId !== null);
  return {
    evening,
    bookables: groupBookables(bookableRows),
    own: groupOwn(ownRows),
    busy,
    held: held.map((unit) => unit.unitAt),
    metByOther,
    absent: absence.length > 0,
    waitlist: waitlist.map((entry) => ({ ...entry, state: entry.state === "offered" ? entry.state : "waiting" })),
  };
}

// In a batch, Drizzle on D1 reads columns by name and loses all but the last of a name: so each has its own.
const teacherColumns = {
  teacherId: sql<string>`${people.id}`.as("teacher_id"),
  title: sql<string>`${people.title}`.as("teacher_title"),
  forename: sql<string>`${people.forename}`.as("teacher_forename"),
  surname: sql<string>`${people.surname}`.as("teacher_surname"),
};

function oneEvening(schoolId: SchoolId, eveningId: EveningId): SQL | undefined {
  return and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId));
}

/**
 * A row for each student, class and teacher. SQLite keeps CROSS JOIN in the order written (https://sqlite.org/optoverview.html, "Manual
 * Control Of Query Plans Using CROSS JOIN"): left to choose, without statistics, it begins with all the enrolments of the school.
 */
function bookablesQuery(scope: Scope, guardianId: GuardianId, eveningId: EveningId) {
  const { db, schoolId } = scope;
  return db
    .select({
      studentId: sql<string>`${students.id}`.as("student_id"),
      studentForename: sql<string>`${students.forename}`.as("student_forename"),
      studentSurname: sql<string>`${students.surname}`.as("student_surname"),
      classId: sql<string>`${classes.id}`.as("class_id"),
      subject: classes.subject,
      units: eveningClasses.units,
      ...teacherColumns,
    })
    .from(guardianships)
    .crossJoin(students)
    .crossJoin(enrolments)
    .crossJoin(eveningClasses)
    .crossJoin(classes)
    .crossJoin(classTeachers)
    .crossJoin(people)
    .where(
      and(
        booksFor(schoolId, guardianId),
        and(eq(students.schoolId, schoolId), eq(students.id, guardianships.studentId)),
        and(eq(enrolments.schoolId, schoolId), eq(enrolments.studentId, students.id)),
        and(eq(eveningClasses.schoolId, schoolId), eq(eveningClasses.eveningId, eveningId)),
        eq(eveningClasses.classId, enrolments.classId),
        and(eq(classes.schoolId, schoolId), eq(classes.id, enrolments.classId)),
        and(eq(classTeachers.schoolId, schoolId), eq(classTeachers.classId, classes.id)),
        and(eq(people.schoolId, schoolId), eq(people.id, classTeachers.teacherId)),
      ),
    )
    .orderBy(
      asc(guardianships.priority),
      asc(students.externalId),
      asc(classes.externalId),
      asc(classTeachers.position),
      asc(people.id),
    );
}

type BookableRow = Awaited<ReturnType<typeof bookablesQuery>>[number];

function groupBookables(rows: BookableRow[]): BookableClass[] {
  const bookables = new Map<string, BookableClass>();
  for (const row of rows) {
    const key = JSON.stringify([row.studentId, row.classId]);
    const bookable: BookableClass = bookables.get(key) ?? {
      student: { id: row.studentId, forename: row.studentForename, surname: row.studentSurname },
      classId: row.classId,
      subject: row.subject,
      units: row.units,
      teachers: [],
    };
    bookable.teachers.push(teacherOf(row));
    bookables.set(key, bookable);
  }
  return [...bookables.values()];
}

/** The guardian's booked appointments that touch the evening, whichever evening they are in: a row for each teacher. */
function ownQuery(scope: Scope, guardianId: GuardianId, eveningId: EveningId) {
  const { db, schoolId } = scope;
  return db
    .select({
      id: sql<string>`${appointments.id}`.as("appointment_id"),
      eveningId: appointments.eveningId,
      studentId: appointments.studentId,
      classId: appointments.classId,
      startsAt: appointments.startsAt,
      endsAt: appointments.endsAt,
      version: appointments.version,
      note: appointments.note,
      ...teacherColumns,
    })
    .from(appointments)
    .crossJoin(appointmentTeachers)
    .crossJoin(people)
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.guardianId, guardianId),
        eq(appointments.state, "booked"),
        and(eq(appointmentTeachers.schoolId, schoolId), eq(appointmentTeachers.appointmentId, appointments.id)),
        and(eq(people.schoolId, schoolId), eq(people.id, appointmentTeachers.teacherId)),
        lt(appointments.startsAt, edgeOf(schoolId, eveningId, sql`ends_at`)),
        gt(appointments.endsAt, edgeOf(schoolId, eveningId, sql`starts_at`)),
      ),
    )
    .orderBy(asc(appointments.startsAt), asc(appointmentTeachers.position), asc(people.id));
}

type OwnRow = Awaited<ReturnType<typeof ownQuery>>[number];

function groupOwn(rows: OwnRow[]): OwnAppointment[] {
  const own = new Map<string, OwnAppointment>();
  for (const row of rows) {
    const { id, eveningId, studentId, classId, startsAt, endsAt, version, note } = row;
    const of = { id, eveningId, studentId, classId };
    const appointment: OwnAppointment = own.get(id) ?? { ...of, startsAt, endsAt, version, note, teachers: [] };
    appointment.teachers.push(teacherOf(row));
    own.set(id, appointment);
  }
  return [...own.values()];
}

/** The units that the guardian and their teachers have given away in the evening's time; a lapsed hold gives nothing away. */
function busyQuery(scope: Scope, guardianId: GuardianId, eveningId: EveningId) {
  const { db, schoolId, now } = scope;
  const everyone = sql`(SELECT ${guardianId} UNION SELECT ct.teacher_id FROM guardianships AS g
    CROSS JOIN enrolments AS e ON e.school_id = g.school_id AND e.student_id = g.student_id
    CROSS JOIN evening_classes AS ec ON ec.school_id = g.school_id AND ec.evening_id = ${eveningId} AND ec.class_id = e.class_id
    CROSS JOIN class_teachers AS ct ON ct.school_id = g.school_id AND ct.class_id = e.class_id
    WHERE g.school_id = ${schoolId} AND g.guardian_id = ${guardianId} AND ${mayBookRow("g")})`;
  return db
    .select({
      personId: claims.personId,
      unitAt: claims.unitAt,
      appointmentId: claims.appointmentId,
      proposalId: claims.proposalId,
    })
    .from(claims)
    .where(
      and(
        eq(claims.schoolId, schoolId),
        sql`${claims.personId} IN ${everyone}`,
        gte(claims.unitAt, edgeOf(schoolId, eveningId, sql`starts_at`)),
        lt(claims.unitAt, edgeOf(schoolId, eveningId, sql`ends_at`)),
        or(isNull(claims.heldUntil), gt(claims.heldUntil, now)),
      ),
    );
}

/** Where a student's guardians come together: what another of them has booked. */
function metByOtherQuery(scope: Scope, guardianId: GuardianId, eveningId: EveningId) {
  const { db, schoolId } = scope;
  return db
    .select({ studentId: appointments.studentId, classId: appointments.classId })
    .from(appointments)
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.eveningId, eveningId),
        // As the index `appointments_one_for_all` has it, word for word, so that it serves this query.
        sql`state = 'booked' AND together = 1`,
        ne(appointments.guardianId, guardianId),
        sql`${appointments.studentId} IN (${studentsOf(schoolId, guardianId)})`,
      ),
    );
}

/** The guardian's waitlist entries; an offer that has run out is none. */
function waitlistQuery(scope: Scope, guardianId: GuardianId, eveningId: EveningId) {
  const { db, schoolId, now } = scope;
  return db
    .select({
      id: waiting.id,
      studentId: waiting.studentId,
      classId: waiting.classId,
      state: waiting.state,
      startsAt: waiting.startsAt,
      heldUntil: waiting.heldUntil,
      ahead:
        sql<number>`(SELECT count(*) FROM waiting AS w WHERE w.school_id = ${schoolId} AND w.evening_id = ${eveningId}
        AND w.state = 'waiting' AND w.class_id = waiting.class_id AND w.joined_at < waiting.joined_at)`.as("ahead"),
    })
    .from(waiting)
    .where(
      and(
        eq(waiting.schoolId, schoolId),
        eq(waiting.eveningId, eveningId),
        eq(waiting.guardianId, guardianId),
        sql`(${waiting.state} = 'waiting' OR (${waiting.state} = 'offered' AND ${waiting.heldUntil} > ${now}))`,
      ),
    );
}

function edgeOf(schoolId: SchoolId, eveningId: EveningId, column: SQL): SQL {
  return sql`(SELECT ${column} FROM evenings WHERE school_id = ${schoolId} AND id = ${eveningId})`;
}

function teacherOf(row: { teacherId: TeacherId; title: string; forename: string; surname: string }): Teacher {
  return { id: row.teacherId, title: row.title, forename: row.forename, surname: row.surname };
}
