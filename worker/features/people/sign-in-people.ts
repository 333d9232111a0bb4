import { and, asc, eq, exists, gt, gte, inArray, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { GuardianId, PersonId } from "../../db/ids.ts";
import { inList } from "../../db/json-list.ts";
import type { Role } from "../../db/records.ts";
import { appointments, guardianships, people, sessions, signInCodes, signInLinks, students } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { booksFor } from "../../rules/booking/may-book.ts";
import { codeIdsOf, MOST_TRIES } from "../../rules/sign-in-code.ts";

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
        isNull(people.endedAt),
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

export type SignInCode = typeof signInCodes.$inferSelect;

/** The codes that were made for a browser since a moment, the newest last; used and expired ones too. */
export function codesOfBrowser(scope: Scope, browserHash: string, since: number): Promise<SignInCode[]> {
  return scope.db
    .select()
    .from(signInCodes)
    .where(and(ofBrowser(scope, browserHash), gt(signInCodes.createdAt, since)))
    .orderBy(asc(signInCodes.createdAt));
}

/** The codes that figures typed in a browser may be: its own, and the office's of whomever its details meant since a moment. */
export async function codesToTry(scope: Scope, browserHash: string, since: number): Promise<SignInCode[]> {
  const { db, schoolId, now } = scope;
  const live = and(isNull(signInCodes.usedAt), gt(signInCodes.expiresAt, now), lt(signInCodes.tries, MOST_TRIES));
  const meant = db
    .select({ id: signInCodes.personId })
    .from(signInCodes)
    .where(and(ofBrowser(scope, browserHash), gt(signInCodes.createdAt, since)));
  const offices = and(eq(signInCodes.schoolId, schoolId), isNull(signInCodes.browserHash));
  const [own, given] = await db.batch([
    db
      .select()
      .from(signInCodes)
      .where(and(ofBrowser(scope, browserHash), live)),
    db
      .select()
      .from(signInCodes)
      .where(and(offices, live, inArray(signInCodes.personId, meant))),
  ]);
  return [...own, ...given];
}

/** How many codes were mailed to somebody since a moment. */
export function codesMailedSince({ db, schoolId }: Scope, personId: PersonId, since: number): Promise<number> {
  const theirs = and(eq(signInCodes.schoolId, schoolId), eq(signInCodes.personId, personId));
  return db.$count(signInCodes, and(theirs, isNotNull(signInCodes.linkId), gt(signInCodes.createdAt, since)));
}

function ofBrowser({ schoolId }: Scope, browserHash: string) {
  const [from, to] = codeIdsOf(browserHash);
  return and(eq(signInCodes.schoolId, schoolId), gte(signInCodes.id, from), lt(signInCodes.id, to));
}

/** Where somebody is signed in, the last used first. */
export function sessionsOf({ db, schoolId, now }: Scope, personId: PersonId) {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.schoolId, schoolId), eq(sessions.personId, personId), gt(sessions.expiresAt, now)))
    .orderBy(sql`${sessions.seenAt} DESC`, asc(sessions.tokenHash));
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
