import { and, eq, isNull } from "drizzle-orm";
import type { PersonId } from "../db/ids.ts";
import { people } from "../db/schema.ts";
import { addressChangedEmail } from "./address-changed-email.tsx";
import type { Composed, ComposeFor } from "./composing.ts";

export type AboutAddress = { personId: PersonId } | { formerOf: PersonId; formerAddress?: string | undefined };

/** That the school has another address for somebody: to the one that it has now, or to the one that it had. No link, since either may be wrong. */
export async function composeAddressChanged(to: ComposeFor, about: AboutAddress): Promise<Composed> {
  const { scope, school, t } = to;
  const said = { schoolName: school.name, officePhone: school.officePhone };
  if ("formerOf" in about) {
    if (about.formerAddress === undefined) return { kind: "not_needed" };
    return { kind: "email", email: { to: about.formerAddress, ...addressChangedEmail({ ...said, to: "former" }, t) } };
  }
  const person = await scope.db
    .select({ email: people.email })
    .from(people)
    .where(and(eq(people.schoolId, scope.schoolId), eq(people.id, about.personId), isNull(people.endedAt)))
    .get();
  if (!person) return { kind: "not_needed" };
  return { kind: "email", email: { to: person.email, ...addressChangedEmail({ ...said, to: "present" }, t) } };
}
