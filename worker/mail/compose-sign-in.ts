import { and, eq } from "drizzle-orm";
import * as z from "zod";
import type { SignInLinkId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { people, signInLinks } from "../db/schema.ts";
import { signInUrl } from "../rules/links.ts";
import type { Composed, ComposeFor } from "./composing.ts";
import { signInEmail } from "./sign-in-email.tsx";

/** The link that somebody asked for; not needed once it is used or has expired. */
export async function composeSignIn(
  { deps, scope, school, t }: ComposeFor,
  about: { linkId: SignInLinkId },
): Promise<Composed> {
  const { db, schoolId, now } = scope;
  const link = await db
    .select()
    .from(signInLinks)
    .where(and(eq(signInLinks.schoolId, schoolId), eq(signInLinks.id, about.linkId)))
    .get();
  if (!link || link.usedAt !== null || link.expiresAt <= now) return { kind: "not_needed" };
  const personIds = z.array(z.string()).parse(JSON.parse(link.personIds));
  const person = await db
    .select({ email: people.email })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), inList(people.id, personIds)))
    .get();
  const email = signInEmail(
    {
      schoolName: school.name,
      officePhone: school.officePhone,
      url: await signInUrl(deps.settings, school, link.id, link.keyId),
      minutes: Math.round((link.expiresAt - link.createdAt) / 60_000),
    },
    t,
  );
  return { kind: "email", email: { to: person?.email ?? "", ...email } };
}
