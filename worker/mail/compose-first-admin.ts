import type { SignInLinkId } from "../db/ids.ts";
import { signInUrl } from "../rules/links.ts";
import { schoolOrigin } from "../rules/school-origin.ts";
import type { Composed, ComposeFor } from "./composing.ts";
import { firstAdminEmail } from "./first-admin-email.tsx";
import { readLink } from "./read-link.ts";

/** The way in of a new school's first admin; not needed once the link is used or has expired. */
export async function composeFirstAdmin(to: ComposeFor, about: { linkId: SignInLinkId }): Promise<Composed> {
  const { deps, school, scope, t } = to;
  const found = await readLink(scope, about.linkId);
  if (!found) return { kind: "not_needed" };
  const { link, email } = found;
  const written = firstAdminEmail(
    {
      schoolName: school.name,
      url: await signInUrl(deps.settings, school, link.id, link.keyId),
      until: t.date(link.expiresAt, school.zone, true),
      address: `${schoolOrigin(deps.settings, school.slug)}/staff/sign-in`,
    },
    t,
  );
  return { kind: "email", email: { to: email, ...written } };
}
