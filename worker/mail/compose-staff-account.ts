import { and, eq, isNull } from "drizzle-orm";
import { signInLinkMade } from "../changes/sign-in-links.ts";
import { commit } from "../db/guard.ts";
import type { PersonId } from "../db/ids.ts";
import { people } from "../db/schema.ts";
import { newSignInLink, signInUrl } from "../rules/links.ts";
import { fullName } from "../rules/names.ts";
import { schoolOrigin } from "../rules/school-origin.ts";
import type { Composed, ComposeFor } from "./composing.ts";
import { staffAccountEmail } from "./staff-account-email.tsx";

const DAYS = 7;
const DAY_MS = 24 * 3_600_000;

/** That somebody has an account, with a way in of its own; not needed once the account is ended. */
export async function composeStaffAccount(
  { deps, scope, school, t }: ComposeFor,
  about: { personId: PersonId },
): Promise<Composed> {
  const { db, schoolId, now } = scope;
  const person = await db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, about.personId), isNull(people.endedAt)))
    .get();
  if (!person || person.role === "guardian") return { kind: "not_needed" };
  // Made only now, as the outbox holds no token: each try has its own.
  const wanted = { personIds: [person.id], returnTo: "", expiresAt: now + DAYS * DAY_MS };
  const link = await newSignInLink(deps.settings.SIGNING_KEYS, wanted);
  await commit(db, signInLinkMade(scope, link));
  const email = staffAccountEmail(
    {
      ...{ schoolName: school.name, officePhone: school.officePhone, name: fullName(person), role: person.role },
      ...{ days: DAYS, url: await signInUrl(deps.settings, school, link.id, link.keyId) },
      doorUrl: `${schoolOrigin(deps.settings, school.slug)}/staff/sign-in`,
    },
    t,
  );
  return { kind: "email", email: { to: person.email, ...email } };
}
