import type { Role, School } from "../db/records.ts";
import { schoolScope } from "../db/scope.ts";
import { everybody } from "../features/people/sign-in-people.ts";
import type { Deps } from "../ports/deps.ts";
import { fullName } from "../rules/names.ts";
import { schoolOrigin } from "../rules/school-origin.ts";

export type DemoPerson = { role: Role | "operator"; name: string; school: string; signInUrl: string };

/** Those who run the platform, who are of no school. */
export function demoOperators({ settings }: Pick<Deps, "settings">): DemoPerson[] {
  return settings.OPERATORS.map((address) => ({
    ...{ role: "operator" as const, name: address, school: "" },
    signInUrl: new URL(`/dev/sign-in/operator/${encodeURIComponent(address)}`, settings.PUBLIC_URL).href,
  }));
}

const ORDER: readonly Role[] = ["guardian", "teacher", "admin", "office"];

/** Everybody who can sign in at a school, with an address that signs them in by one GET. Guardians first, then by surname. */
export async function demoPeople(deps: Deps, school: School): Promise<DemoPerson[]> {
  const found = await everybody(schoolScope(deps.db, school.id, deps.clock.now()));
  return found
    .toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role))
    .map((person) => ({
      role: person.role,
      name: fullName(person),
      school: school.slug,
      signInUrl: `${schoolOrigin(deps.settings, school.slug)}/dev/sign-in/${person.id}`,
    }));
}
