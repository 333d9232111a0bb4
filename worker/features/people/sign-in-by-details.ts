import type { GuardianId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { birthKey, sameBirth } from "../../rules/birth-key.ts";
import type { SignInDetails } from "../../rules/sign-in-form.ts";
import { pairsNamed } from "./sign-in-people.ts";

/**
 * Whom the details mean. `known`: everything matches, the address too. `elsewhere`: the address differs from the record's, so only the
 * record's may get a link. What a person is told must be the same for `elsewhere` and `nobody`.
 */
export type DetailsMatch =
  | { kind: "known"; personId: GuardianId }
  | { kind: "elsewhere"; personIds: GuardianId[] }
  | { kind: "nobody" };

/** Compares what was typed with the school's records. Titles take no part. */
export async function matchDetails(
  scope: Scope,
  settings: Pick<Settings, "SIGNING_KEYS">,
  details: SignInDetails,
): Promise<DetailsMatch> {
  const { schoolId } = scope;
  const ring = settings.SIGNING_KEYS;
  const pairs = await pairsNamed(scope, details.nameKey, details.studentNameKey);
  // One comparison in any case: otherwise the time taken would tell that the names are known.
  if (pairs.length === 0) await birthKey(ring, { schoolId, externalId: "" }, details.birth);
  const same = await Promise.all(
    pairs.map((pair) =>
      sameBirth(ring, { schoolId, externalId: pair.studentExternalId }, pair.birthKey, details.birth),
    ),
  );
  const matches = pairs.filter((_, index) => same[index]);
  const known = matches.find((pair) => pair.emailKey === details.emailKey);
  if (known) return { kind: "known", personId: known.guardianId };
  const reachable = matches.filter((pair) => pair.emailKey !== "").map((pair) => pair.guardianId);
  return reachable.length > 0 ? { kind: "elsewhere", personIds: [...new Set(reachable)] } : { kind: "nobody" };
}
