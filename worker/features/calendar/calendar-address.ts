import { and, eq } from "drizzle-orm";
import { people } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { deriveToken, type KeyRing, sameToken } from "../../rules/keys.ts";

export type CalendarOwner = { id: string; role: "guardian" | "teacher" | "admin"; calendarVersion: number };

/** The secret part of a person's calendar address: nothing of it is stored, and raising `calendarVersion` revokes it. */
export async function calendarSecret(ring: KeyRing, schoolId: string, owner: CalendarOwner): Promise<string> {
  return `${owner.id}.${await tokenOf(ring, ring.current, schoolId, owner)}`;
}

/** Whose calendar a secret opens, or null. Any key of the ring will do, so that rotating keys breaks nobody's calendar. */
export async function ownerOf(scope: Scope, ring: KeyRing, secret: string): Promise<CalendarOwner | null> {
  const [, id, token] = /^(.+)\.([0-9a-f]{32})$/.exec(secret) ?? [];
  if (!id || !token) return null;
  const owner = await findOwner(scope, id);
  if (!owner) return null;
  const derived = await Promise.all(Object.keys(ring.keys).map((keyId) => tokenOf(ring, keyId, scope.schoolId, owner)));
  return derived.some((right) => sameToken(right, token)) ? owner : null;
}

/** A guardian or teacher as their calendar needs them. */
export async function findOwner(scope: Scope, personId: string): Promise<CalendarOwner | undefined> {
  const { db, schoolId } = scope;
  return db
    .select({ id: people.id, role: people.role, calendarVersion: people.calendarVersion })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, personId)))
    .get();
}

function tokenOf(ring: KeyRing, keyId: string, schoolId: string, owner: CalendarOwner): Promise<string> {
  return deriveToken(ring, keyId, "calendar", schoolId, owner.id, owner.calendarVersion);
}
