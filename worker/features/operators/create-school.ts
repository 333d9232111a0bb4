import type { OperatorScope } from "../../changes/operator-audit.ts";
import { schoolCreated } from "../../changes/schools.ts";
import { commit } from "../../db/guard.ts";
import { schools } from "../../db/schema.ts";
import type { Settings } from "../../ports/settings.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { newSignInLink, signInUrl } from "../../rules/links.ts";
import { checkNewSchool, type NewSchoolInput } from "../../rules/new-school.ts";

/** How long the first admin has to use the link: its mail may lie over a holiday week. */
const FIRST_LINK_LIFE_MS = 7 * 24 * 3_600_000;
/** How often it is compared anew, where other schools came at the same moment. */
const MOST_TRIES = 4;

type Site = Pick<Settings, "PUBLIC_URL" | "SIGNING_KEYS">;
export type Created = { slug: string; name: string; email: string; signInUrl: string; expiresAt: number };

/** Makes a school with its first admin, whose way in is mailed and handed back; or says what is wrong with the form. */
export async function createSchool(
  by: OperatorScope,
  site: Site,
  input: NewSchoolInput,
): Promise<Created | { errors: FieldError[] }> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const known = (await by.db.select({ slug: schools.slug }).from(schools)).map(({ slug }) => slug);
    const checked = checkNewSchool(input, known);
    if ("errors" in checked) return checked;
    const created = await tryToCreate(by, site, checked, known);
    if (created) return created;
  }
  throw new Error("Other schools came each time");
}

async function tryToCreate(
  by: OperatorScope,
  site: Site,
  { school, admin }: Exclude<ReturnType<typeof checkNewSchool>, { errors: unknown }>,
  known: string[],
): Promise<Created | null> {
  const [id, adminId] = [crypto.randomUUID(), crypto.randomUUID()];
  const expiresAt = by.now + FIRST_LINK_LIFE_MS;
  const link = await newSignInLink(site.SIGNING_KEYS, { personIds: [adminId], returnTo: "", expiresAt });
  const refused = await commit(by.db, schoolCreated(by, { id, school, adminId, admin, link, known }));
  if (refused !== null) return null;
  const { slug, name } = school;
  return { slug, name, email: admin.email, signInUrl: await signInUrl(site, school, link.id, link.keyId), expiresAt };
}
