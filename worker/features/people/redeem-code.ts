import { signInCodeTried, signInCodeUsed } from "../../changes/sign-in-codes.ts";
import { commit } from "../../db/guard.ts";
import type { PersonId } from "../../db/ids.ts";
import type { Role } from "../../db/records.ts";
import type { Scope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { areFigures, BROWSER_LIFE_MS } from "../../rules/sign-in-code.ts";
import { codesToTry, peopleOfIds, type SignInCode } from "./sign-in-people.ts";

export type CodeTry = { scope: Scope; settings: Pick<Settings, "SIGNING_KEYS">; browserHash: string; figures: string };
export type SignedInByCode = { person: { id: PersonId; role: Role }; by: "code" | "office_code" };

/** Tried where a browser has no code, so that the answer comes no sooner than where it has one. */
const NOBODYS = { id: "", codeHash: "", tries: 0, personId: "", browserHash: null };

/**
 * Whom six figures sign in that were typed in a browser: by a code that was mailed after that browser's details, or by one that the office
 * gave whomever they mean. Null for every other; each code that could be meant has then one try less.
 */
export async function redeemCode({ scope, settings, browserHash, figures }: CodeTry): Promise<SignedInByCode | null> {
  const found = await codesToTry(scope, browserHash, scope.now - BROWSER_LIFE_MS);
  const right: Pick<SignInCode, "id" | "personId" | "browserHash">[] = [];
  for (const code of found.length > 0 ? found : [NOBODYS]) {
    const counted = (await commit(scope.db, signInCodeTried(scope, code))) === null;
    const isRight = await areFigures(settings.SIGNING_KEYS, code.id, code.codeHash, figures);
    if (counted && isRight) right.push(code);
  }
  const people = await peopleOfIds(
    scope,
    right.map(({ personId }) => personId),
  );
  for (const { id, personId, browserHash: browser } of right) {
    const person = people.find((one) => one.id === personId);
    const used = person && (await commit(scope.db, signInCodeUsed(scope, id))) === null;
    if (used) return { person, by: browser === null ? "office_code" : "code" };
  }
  return null;
}
