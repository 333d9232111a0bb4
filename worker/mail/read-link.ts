import { and, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import type { SignInLinkId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { people, signInLinks } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** A link that can still be used, and the address of its people; null where it can't. */
export async function readLink({ db, schoolId, now }: Scope, linkId: SignInLinkId) {
  const link = await db
    .select()
    .from(signInLinks)
    .where(and(eq(signInLinks.schoolId, schoolId), eq(signInLinks.id, linkId)))
    .get();
  if (!link || link.usedAt !== null || link.expiresAt <= now) return null;
  const personIds = z.array(z.string()).parse(JSON.parse(link.personIds));
  const person = await db
    .select({ email: people.email })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), inList(people.id, personIds), isNull(people.endedAt)))
    .get();
  return { link, email: person?.email ?? "" };
}
