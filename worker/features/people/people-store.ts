import { and, asc, eq, exists, ne, or, sql } from "drizzle-orm";
import type { GuardianId } from "../../db/ids.ts";
import { inList } from "../../db/json-list.ts";
import type { Role } from "../../db/records.ts";
import { appointments, guardianships, people, signInLinks, students } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

/** A guardian and a student of theirs, both of the names that were typed. */
export type NamedPair = { guardianId: GuardianId; emailKey: string; studentExternalId: string; birthKey: string };

/** The people of one school, as signing in needs them. */
export function peopleStore(scope: Scope) {
  const { db, schoolId } = scope;
  const ofSchool = eq(people.schoolId, schoolId);
  /** Nobody whom a court order or missing responsibility keeps from booking signs in as a guardian. */
  const mayBook = or(
    ne(people.role, "guardian"),
    exists(
      db
        .select({ one: sql`1` })
        .from(guardianships)
        .where(
          and(
            eq(guardianships.schoolId, schoolId),
            eq(guardianships.guardianId, people.id),
            eq(guardianships.mayBook, true),
          ),
        ),
    ),
  );
  const byName = [asc(people.surname), asc(people.forename), asc(people.id)];
  return {
    pairsNamed(guardianName: string, studentName: string): Promise<NamedPair[]> {
      return db
        .select({
          guardianId: people.id,
          emailKey: people.emailKey,
          studentExternalId: students.externalId,
          birthKey: students.birthKey,
        })
        .from(people)
        .innerJoin(
          guardianships,
          and(
            eq(guardianships.schoolId, schoolId),
            eq(guardianships.guardianId, people.id),
            eq(guardianships.mayBook, true),
          ),
        )
        .innerJoin(students, and(eq(students.schoolId, schoolId), eq(students.id, guardianships.studentId)))
        .where(
          and(
            ofSchool,
            eq(people.role, "guardian"),
            eq(people.nameKey, guardianName),
            eq(students.nameKey, studentName),
          ),
        )
        .orderBy(asc(people.id));
    },

    withEmail(emailKey: string, roles: readonly Role[]) {
      return db
        .select({ id: people.id })
        .from(people)
        .where(
          and(ofSchool, eq(people.emailKey, emailKey), ne(people.emailKey, ""), inList(people.role, roles), mayBook),
        )
        .orderBy(...byName);
    },

    withIds(ids: readonly string[]) {
      return db
        .select()
        .from(people)
        .where(and(ofSchool, inList(people.id, ids), mayBook))
        .orderBy(...byName);
    },

    all() {
      return db
        .select()
        .from(people)
        .where(and(ofSchool, mayBook))
        .orderBy(...byName);
    },

    linkOf(tokenHash: string) {
      return db
        .select()
        .from(signInLinks)
        .where(and(eq(signInLinks.schoolId, schoolId), eq(signInLinks.tokenHash, tokenHash)))
        .get();
    },

    async hasBookings(guardianId: GuardianId): Promise<boolean> {
      const row = await db
        .select({ id: appointments.id })
        .from(appointments)
        .where(
          and(
            eq(appointments.schoolId, schoolId),
            eq(appointments.guardianId, guardianId),
            eq(appointments.state, "booked"),
          ),
        )
        .limit(1)
        .get();
      return row !== undefined;
    },
  };
}
