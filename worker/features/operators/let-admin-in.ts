import { adminLetIn } from "../../changes/admin-let-in.ts";
import type { OperatorScope } from "../../changes/operator-audit.ts";
import { commit } from "../../db/guard.ts";
import type { PersonId } from "../../db/ids.ts";
import type { Settings } from "../../ports/settings.ts";
import { foldEmail } from "../../rules/fold.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { newSignInLink, SIGN_IN_LINK_LIFE_MS } from "../../rules/links.ts";
import { emailErrors } from "../../rules/new-school.ts";
import type { FoundSchool } from "./list-schools.ts";

type Admin = { id: PersonId; email: string };

/** Gives an admin another address and mails a link to it; or says why not. */
export async function letAdminIn(
  by: OperatorScope,
  settings: Pick<Settings, "SIGNING_KEYS">,
  school: FoundSchool,
  admin: Admin,
  email: string,
): Promise<FieldError[]> {
  const errors = emailErrors(email);
  if (errors.length > 0) return errors;
  if (foldEmail(email) === foldEmail(admin.email)) return [wrong("This is the address that they have")];
  if (school.state !== "open") return [wrong("The school is not open: resume it first, or no link can be mailed")];
  const link = await newSignInLink(settings.SIGNING_KEYS, {
    ...{ personIds: [admin.id], returnTo: "", expiresAt: by.now + SIGN_IN_LINK_LIFE_MS },
  });
  const refused = await commit(by.db, adminLetIn(by, school, { adminId: admin.id, email, link }));
  return refused === null ? [] : [wrong("They are no admin of the school any more")];
}

function wrong(words: string): FieldError {
  return { field: "email", words };
}
