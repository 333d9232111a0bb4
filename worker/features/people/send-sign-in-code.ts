import { detailsMatched, signInCodeResent, signInCodeSent } from "../../changes/sign-in-codes.ts";
import { commit } from "../../db/guard.ts";
import type { PersonId } from "../../db/ids.ts";
import type { Scope } from "../../db/scope.ts";
import type { Settings } from "../../ports/settings.ts";
import { newSignInLink, SIGN_IN_LINK_LIFE_MS } from "../../rules/links.ts";
import {
  BROWSER_LIFE_MS,
  CODE_LIFE_MS,
  figuresUnder,
  hashOfFigures,
  MOST_TRIES,
  newCodeId,
} from "../../rules/sign-in-code.ts";
import type { MatchedGuardian } from "./sign-in-by-details.ts";
import { codesMailedSince, codesOfBrowser, peopleOfIds } from "./sign-in-people.ts";

/** Against guessing by whoever knows a family's details: so many codes, of five tries each. There is the link by mail beside them. */
const MOST_A_DAY = 12;
const DAY_MS = 24 * 3_600_000;
/** A code with less than this left is not worth mailing again. */
const WORTH_AGAIN_MS = 2 * 60_000;

export type CodeRequest = {
  scope: Scope;
  settings: Pick<Settings, "SIGNING_KEYS">;
  /** SHA-256 of what the browser holds. */
  browserHash: string;
  /** A path on the school's site, or empty for the person's own start. */
  returnTo: string;
};

/** Mails a code and a link to each of these guardians, at the record's address; whoever has none is remembered for a code of the office's. */
export async function sendCodes(request: CodeRequest, guardians: readonly MatchedGuardian[]): Promise<void> {
  for (const { personId, reachable } of guardians) await sendCode(request, personId, reachable);
}

/** What "Send it again" does: for whomever the browser's details meant, the same code while it is worth it, otherwise another. */
export async function sendCodesAgain(request: CodeRequest): Promise<void> {
  const { scope, browserHash } = request;
  const codes = await codesOfBrowser(scope, browserHash, scope.now - BROWSER_LIFE_MS);
  const newest = new Map(codes.map((code) => [code.personId, code]));
  for (const person of await peopleOfIds(scope, [...newest.keys()])) {
    const code = newest.get(person.id);
    const isWorthIt =
      code?.linkId && !code.usedAt && code.tries < MOST_TRIES && code.expiresAt > scope.now + WORTH_AGAIN_MS;
    if (isWorthIt && code.linkId) await commit(scope.db, signInCodeResent(scope, code.linkId));
    else await sendCode(request, person.id, person.email !== "");
  }
}

async function sendCode(request: CodeRequest, personId: PersonId, reachable: boolean): Promise<void> {
  const { scope, settings, browserHash, returnTo } = request;
  const id = newCodeId(browserHash);
  const code = { id, personId, browserHash, expiresAt: scope.now + CODE_LIFE_MS };
  if (!reachable || (await codesMailedSince(scope, personId, scope.now - DAY_MS)) >= MOST_A_DAY) {
    await commit(scope.db, detailsMatched(scope, code));
    return;
  }
  const wanted = { personIds: [personId], returnTo, expiresAt: scope.now + SIGN_IN_LINK_LIFE_MS };
  const link = await newSignInLink(settings.SIGNING_KEYS, wanted, id);
  const codeHash = await hashOf(settings, link.keyId, id);
  await commit(scope.db, signInCodeSent(scope, { ...code, codeHash }, link));
}

async function hashOf({ SIGNING_KEYS: ring }: Pick<Settings, "SIGNING_KEYS">, keyId: string, id: string) {
  return hashOfFigures(ring, id, await figuresUnder(ring, keyId, id));
}
