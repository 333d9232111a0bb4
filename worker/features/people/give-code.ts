import { officeCodeGiven } from "../../changes/sign-in-codes.ts";
import { commit } from "../../db/guard.ts";
import type { PersonId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { figuresUnder, hashOfFigures, OFFICE_CODE_LIFE_MS } from "../../rules/sign-in-code.ts";

/** Makes a code that the office hands to somebody. This answer is the only place where its figures can be read. */
export async function giveCode(
  scope: Scope,
  { SIGNING_KEYS: ring }: Pick<Settings, "SIGNING_KEYS">,
  personId: PersonId,
) {
  const id = `office-${crypto.randomUUID()}`;
  const figures = await figuresUnder(ring, ring.current, id);
  const expiresAt = scope.now + OFFICE_CODE_LIFE_MS;
  const codeHash = await hashOfFigures(ring, id, figures);
  await commit(scope.db, officeCodeGiven(scope, { id, personId, codeHash, expiresAt }));
  return { figures, expiresAt };
}
