import { and, asc, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { columnsAs } from "../db/columns-as.ts";
import type { PersonId } from "../db/ids.ts";
import { absences, classes, classTeachers, evenings, guardianships, invites, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { isThere } from "../rules/booking/may-book.ts";
import { appointmentOf, appointmentsStatement } from "./records-appointments.ts";
import { mailsStatement, recordMailOf } from "./records-mails.ts";
import { trailEntryOf, trailStatement } from "./records-trail.ts";

/** Everything that the desk shows of one person, in one batch. */
export async function readPersonRecord(scope: Scope, personId: PersonId) {
  const { db } = scope;
  const [[person], bonds, taught, booked, teaching, invited, unable, mails, trail] = await db.batch([
    personStatement(scope, personId),
    bondsStatement(scope, personId),
    taughtStatement(scope, personId),
    appointmentsStatement(scope, { guardianId: personId }),
    appointmentsStatement(scope, { teacherId: personId }),
    invitesStatement(scope, personId),
    unableStatement(scope, personId),
    mailsStatement(scope, personId),
    trailStatement(scope, thingsOf(scope, personId)),
  ]);
  if (!person) return undefined;
  return {
    ...{ person, bonds, taught, invited, unable },
    appointments: [...booked, ...teaching].map(appointmentOf),
    mails: mails.map(recordMailOf),
    trail: trail.map(trailEntryOf),
  };
}

export type PersonRecord = NonNullable<Awaited<ReturnType<typeof readPersonRecord>>>;
export type PersonRow = typeof people.$inferSelect;

function personStatement({ db, schoolId }: Scope, personId: PersonId) {
  return db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, personId)));
}

/** A person of the school's, of whatever role, here or not. */
export async function findPerson(scope: Scope, personId: PersonId): Promise<PersonRow | undefined> {
  const [found] = await personStatement(scope, personId);
  return found;
}

/** A guardian's links to students, those that the office has ended left out. */
function bondsStatement({ db, schoolId }: Scope, personId: PersonId) {
  return db
    .select({
      bond: columnsAs("bond", getTableColumns(guardianships)),
      student: columnsAs("student", getTableColumns(students)),
    })
    .from(guardianships)
    .innerJoin(students, and(eq(students.schoolId, schoolId), eq(students.id, guardianships.studentId)))
    .where(and(eq(guardianships.schoolId, schoolId), eq(guardianships.guardianId, personId), isThere("guardianships")))
    .orderBy(asc(students.sortKey), asc(students.id));
}

function taughtStatement({ db, schoolId }: Scope, personId: PersonId) {
  return db
    .select({ id: classes.id, code: classes.code, name: classes.name })
    .from(classTeachers)
    .innerJoin(classes, and(eq(classes.schoolId, schoolId), eq(classes.id, classTeachers.classId)))
    .where(and(eq(classTeachers.schoolId, schoolId), eq(classTeachers.teacherId, personId)))
    .orderBy(asc(classes.sortKey), asc(classes.id));
}

/** The invites that a guardian has sent, the newest first, with whom each covers or covered. */
function invitesStatement({ db, schoolId }: Scope, personId: PersonId) {
  const covered = sql<string>`(SELECT coalesce(group_concat(trim(s.forename || ' ' || s.surname), ', '), '')
    FROM invite_students AS c CROSS JOIN students AS s ON s.school_id = c.school_id AND s.id = c.student_id
    WHERE c.school_id = ${schoolId} AND c.invite_id = ${invites.id})`;
  const { id, name, email, state, heldBecause, removedBecause, createdAt } = invites;
  return db
    .select({
      ...{ id, name, email, state, heldBecause, removedBecause, createdAt, students: covered.as("covered") },
      evening: columnsAs("evening", { id: evenings.id, name: evenings.name }),
    })
    .from(evenings)
    .innerJoin(
      invites,
      and(eq(invites.schoolId, schoolId), eq(invites.eveningId, evenings.id), eq(invites.guardianId, personId)),
    )
    .where(eq(evenings.schoolId, schoolId))
    .orderBy(desc(createdAt), asc(id));
}

/** The evenings that a guardian has said they can't attend. */
function unableStatement({ db, schoolId }: Scope, personId: PersonId) {
  return db
    .select({ id: evenings.id, name: evenings.name })
    .from(evenings)
    .innerJoin(
      absences,
      and(eq(absences.schoolId, schoolId), eq(absences.eveningId, evenings.id), eq(absences.guardianId, personId)),
    )
    .where(eq(evenings.schoolId, schoolId))
    .orderBy(desc(evenings.startsAt));
}

/** What the trail tells of a person by: their own id, and those of their appointments and invites. */
function thingsOf({ schoolId }: Scope, personId: PersonId) {
  return sql`SELECT ${personId} UNION SELECT a.id FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.guardian_id = ${personId}
    UNION SELECT i.id FROM evenings AS e CROSS JOIN invites AS i
      ON i.school_id = e.school_id AND i.evening_id = e.id AND i.guardian_id = ${personId} WHERE e.school_id = ${schoolId}`;
}
