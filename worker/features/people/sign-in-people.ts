import { and, asc, eq, exists, isNull, ne, or, sql } from "drizzle-orm";
import type { GuardianId } from "../../db/ids.ts";
import { inList } from "../../db/json-list.ts";
import type { Role } from "../../db/records.ts";
import { appointments, guardianships, people, signInLinks, students } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { booksFor } from "../../rules/booking/may-book.ts";

/** A guardian and a student of theirs, both of the names that were typed. */
export type NamedPair = { guardianId: GuardianId; emailKey: string; studentExternalId: string; birthKey: string };

/** The guardians of a name who may book for a student of a name, both folded. */
export function pairsNamed({ db, schoolId }: Scope, guardianName: string, studentName: string): Promise<NamedPair[]> {
  return db
    .select({
      guardianId: people.id,
      emailKey: people.emailKey,
      studentExternalId: students.externalId,
      birthKey: students.birthKey,
    })
    .from(people)
    .innerJoin(guardianships, booksFor(schoolId, people.id))
    .innerJoin(students, and(eq(students.schoolId, schoolId), eq(students.id, guardianships.studentId)))
    .where(
      and(
        eq(people.schoolId, schoolId),
        eq(people.role, "guardian"),
        eq(people.nameKey, guardianName),
        eq(students.nameKey, studentName),
      ),
    )
    .orderBy(asc(people.id));
}

/** Who of these roles may sign in by an address, folded; a record without one is nobody's. */
export function peopleOfEmail(scope: Scope, emailKey: string, roles: readonly Role[]) {
  return scope.db
    .select({ id: people.id })
    .from(people)
    .where(and(maySignIn(scope), eq(people.emailKey, emailKey), ne(people.emailKey, ""), inList(people.role, roles)))
    .orderBy(...byName);
}

/** Those of the people who may sign in still. */
export function peopleOfIds(scope: Scope, ids: readonly string[]) {
  return scope.db
    .select()
    .from(people)
    .where(and(maySignIn(scope), inList(people.id, ids)))
    .orderBy(...byName);
}

/** Everybody of the school who may sign in. */
export function everybody(scope: Scope) {
  return scope.db
    .select()
    .from(people)
    .where(maySignIn(scope))
    .orderBy(...byName);
}

export function linkOf({ db, schoolId }: Scope, tokenHash: string) {
  return db
    .select()
    .from(signInLinks)
    .where(and(eq(signInLinks.schoolId, schoolId), eq(signInLinks.tokenHash, tokenHash)))
    .get();
}

/** Whether a guardian has a booked appointment, in whatever evening. */
export async function hasBookings({ db, schoolId }: Scope, guardianId: GuardianId): Promise<boolean> {
  const theirs = and(eq(appointments.schoolId, schoolId), eq(appointments.guardianId, guardianId));
  const row = await db
    .select({ id: appointments.id })
    .from(appointments)
    .where(and(theirs, eq(appointments.state, "booked")))
    .limit(1)
    .get();
  return row !== undefined;
}

const byName = [asc(people.surname), asc(people.forename), asc(people.id)];

/** People of the school who haven't left; nobody whom a court order or missing responsibility keeps from booking signs in as a guardian. */
function maySignIn({ db, schoolId }: Scope) {
  const books = db.select({ one: sql`1` }).from(guardianships).where(booksFor(schoolId, people.id));
  return and(eq(people.schoolId, schoolId), isNull(people.endedAt), or(ne(people.role, "guardian"), exists(books)));
}
