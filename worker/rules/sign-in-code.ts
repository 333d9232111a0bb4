import { isToken, type KeyRing, newToken, tokenUnder } from "./tokens.ts";

/** How long a mailed code works, and one of the office's, which may go by post or with a child. */
export const CODE_LIFE_MS = 10 * 60_000;
export const OFFICE_CODE_LIFE_MS = 24 * 3_600_000;
/** How often somebody may be wrong before a code is spent. */
export const MOST_TRIES = 5;
/** How long a browser is remembered that has sent details, so that it can have the code sent again, or use the office's. */
export const BROWSER_LIFE_MS = 3_600_000;

/** The six figures of a code: derived again when its mail is composed, so that the database never holds them. */
export async function figuresUnder(ring: KeyRing, keyId: string, codeId: string): Promise<string> {
  const token = await tokenUnder(ring, keyId, ["sign-in-code", codeId]);
  return String(BigInt(`0x${token}`) % 1_000_000n).padStart(6, "0");
}

/** As a code is stored. */
export function hashOfFigures(ring: KeyRing, codeId: string, figures: string): Promise<string> {
  return newToken(ring, ["sign-in-code-hash", codeId, figures]);
}

export function areFigures(ring: KeyRing, codeId: string, hash: string, figures: string): Promise<boolean> {
  return isToken(ring, ["sign-in-code-hash", codeId, figures], hash);
}

/** "123 456" and "１２３-456" are 123456; null where what was typed can't be a code. */
export function readFigures(typed: string): string | null {
  const figures = typed.normalize("NFKC").replace(/[\s-]/g, "");
  return /^[0-9]{6}$/.test(figures) ? figures : null;
}

/** As people read it: "123 456". */
export function figuresInTwo(figures: string): string {
  return `${figures.slice(0, 3)} ${figures.slice(3)}`;
}

/** The id of a code begins with the browser's hash, so that a browser's codes lie together in the database. */
export function newCodeId(browserHash: string): string {
  return `${browserHash}-${crypto.randomUUID()}`;
}

/** Between which ids the codes of a browser are. */
export function codeIdsOf(browserHash: string): readonly [from: string, to: string] {
  return [`${browserHash}-`, `${browserHash}.`];
}
