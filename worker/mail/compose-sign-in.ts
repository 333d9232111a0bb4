import { and, eq } from "drizzle-orm";
import type { PersonId } from "../db/ids.ts";
import { people, sessions, signInCodes, type signInLinks } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { signInUrl } from "../rules/links.ts";
import { schoolOrigin } from "../rules/school-origin.ts";
import { figuresInTwo, figuresUnder } from "../rules/sign-in-code.ts";
import type { KeyRing } from "../rules/tokens.ts";
import type { Composed, ComposeFor } from "./composing.ts";
import { newDeviceEmail } from "./new-device-email.tsx";
import { readLink } from "./read-link.ts";
import { signInEmail } from "./sign-in-email.tsx";

type Link = typeof signInLinks.$inferSelect;

/** The link that somebody asked for, and the code beside it where details asked; not needed once it is used or has expired. */
export async function composeSignIn(
  { deps, scope, school, t }: ComposeFor,
  about: { linkId: string },
): Promise<Composed> {
  const found = await readLink(scope, about.linkId);
  if (!found) return { kind: "not_needed" };
  const { link } = found;
  const email = signInEmail(
    {
      schoolName: school.name,
      officePhone: school.officePhone,
      url: await signInUrl(deps.settings, school, link.id, link.keyId),
      minutes: minutesOf(link),
      code: await codeOf(scope, deps.settings.SIGNING_KEYS, link),
    },
    t,
  );
  return { kind: "email", email: { to: found.email, ...email } };
}

/** The figures of the link's code, while they work. */
async function codeOf({ db, schoolId, now }: Scope, ring: KeyRing, link: Link) {
  const code = await db
    .select()
    .from(signInCodes)
    .where(and(eq(signInCodes.schoolId, schoolId), eq(signInCodes.id, link.id)))
    .get();
  if (!code || code.usedAt !== null || code.expiresAt <= now) return null;
  return { figures: figuresInTwo(await figuresUnder(ring, link.keyId, code.id)), minutes: minutesOf(code) };
}

function minutesOf({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }): number {
  return Math.round((expiresAt - createdAt) / 60_000);
}

/** That somebody has signed in by a device that they had not used before: at the moment when the mail was put into the outbox. */
export async function composeNewDevice(to: ComposeFor, about: { personId: PersonId }): Promise<Composed> {
  const { deps, scope, school, row, t } = to;
  const { db, schoolId } = scope;
  const [[person], [session]] = await db.batch([
    db
      .select({ email: people.email })
      .from(people)
      .where(and(eq(people.schoolId, schoolId), eq(people.id, about.personId))),
    db
      .select({ device: sessions.device })
      .from(sessions)
      .where(
        and(
          ...[eq(sessions.schoolId, schoolId), eq(sessions.personId, about.personId)],
          eq(sessions.createdAt, row.createdAt),
        ),
      ),
  ]);
  if (!person) return { kind: "not_needed" };
  const email = newDeviceEmail(
    {
      ...{ schoolName: school.name, officePhone: school.officePhone, zone: school.zone, at: row.createdAt },
      device: session?.device ?? "",
      sessionsUrl: `${schoolOrigin(deps.settings, school.slug)}/account/sessions`,
    },
    t,
  );
  return { kind: "email", email: { to: person.email, ...email } };
}
