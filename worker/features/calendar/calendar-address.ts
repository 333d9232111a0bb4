import { and, eq, exists, isNull, ne, or, sql } from "drizzle-orm";
import type { PersonId, SchoolId } from "../../db/ids.ts";
import type { Role } from "../../db/records.ts";
import { guardianships, people } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { booksFor } from "../../rules/booking/may-book.ts";
import { isToken, type KeyRing, newToken } from "../../rules/tokens.ts";

export type CalendarOwner = { id: string; role: Role; calendarVersion: number };

/** The secret part of a person's calendar address: nothing of it is stored, and raising `calendarVersion` revokes it. */
export async function calendarSecret(ring: KeyRing, schoolId: SchoolId, owner: CalendarOwner): Promise<string> {
  return `${owner.id}.${await newToken(ring, subjectOf(schoolId, owner))}`;
}

/** Whose calendar a secret opens, or null. */
export async function ownerOf(scope: Scope, ring: KeyRing, secret: string): Promise<CalendarOwner | null> {
  const [, id, token] = /^(.+)\.([0-9a-f]{32})$/.exec(secret) ?? [];
  if (!id || !token) return null;
  const owner = await findOwner(scope, id);
  return owner && (await isToken(ring, subjectOf(scope.schoolId, owner), token)) ? owner : null;
}

/** A guardian or teacher as their calendar needs them; nobody who has left, and no guardian who may book for nobody. */
export async function findOwner(scope: Scope, personId: PersonId): Promise<CalendarOwner | undefined> {
  const { db, schoolId } = scope;
  const books = db.select({ one: sql`1` }).from(guardianships).where(booksFor(schoolId, people.id));
  return db
    .select({ id: people.id, role: people.role, calendarVersion: people.calendarVersion })
    .from(people)
    .where(
      and(
        eq(people.schoolId, schoolId),
        eq(people.id, personId),
        isNull(people.endedAt),
        or(ne(people.role, "guardian"), exists(books)),
      ),
    )
    .get();
}

function subjectOf(schoolId: SchoolId, { id, calendarVersion }: CalendarOwner) {
  return ["calendar", schoolId, id, calendarVersion] as const;
}
