import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { inList } from "../db/json-list.ts";
import { people, signInLinks } from "../db/schema.ts";
import { signInUrl } from "../rules/links.ts";
import type { Composed, ComposeFor } from "./compose-mail.ts";
import { signInLetter } from "./sign-in-letter.tsx";

/** The link that somebody asked for; not needed once it is used or has expired. */
export async function composeSignIn(
  { deps, school, now, t }: ComposeFor,
  about: { linkId: string },
): Promise<Composed> {
  const { db, settings } = deps;
  const link = await db
    .select()
    .from(signInLinks)
    .where(and(eq(signInLinks.schoolId, school.id), eq(signInLinks.id, about.linkId)))
    .get();
  if (!link || link.usedAt !== null || link.expiresAt <= now) return { kind: "not_needed" };
  const personIds = z.array(z.string()).parse(JSON.parse(link.personIds));
  const person = await db
    .select({ email: people.email })
    .from(people)
    .where(and(eq(people.schoolId, school.id), inList(people.id, personIds)))
    .get();
  const letter = signInLetter(
    {
      schoolName: school.name,
      officePhone: school.officePhone,
      url: await signInUrl(settings, school, link.id, link.keyId),
      minutes: Math.round((link.expiresAt - link.createdAt) / 60_000),
    },
    t,
  );
  return { kind: "letter", letter: { to: person?.email ?? "", ...letter } };
}
