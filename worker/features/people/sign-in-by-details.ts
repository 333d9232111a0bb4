import type { GuardianId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { birthKey, sameBirth } from "../../rules/birth-key.ts";
import type { SignInDetails } from "../../rules/sign-in-form.ts";
import { pairsNamed } from "./sign-in-people.ts";

/** A guardian whom details mean. `reachable`: the school has an address of theirs. */
export type MatchedGuardian = { personId: GuardianId; reachable: boolean };

/**
 * Whom the details mean. `known`: everything matches, the address too. `all`: everybody of those names and that date, so that mail goes to
 * the record's address alone. What a person is told must be the same whether somebody is found or nobody.
 */
export type DetailsMatch = { known: GuardianId | null; all: MatchedGuardian[] };

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
  const typed = details.emailKey;
  const known = typed === "" ? undefined : matches.find((pair) => pair.emailKey === typed);
  const reachable = new Map(matches.map(({ guardianId, emailKey }) => [guardianId, emailKey !== ""]));
  return {
    known: known?.guardianId ?? null,
    all: [...reachable].map(([personId, isReachable]) => ({ personId, reachable: isReachable })),
  };
}
