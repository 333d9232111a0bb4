import type { PersonId } from "../db/ids.ts";
import { isToken, newToken } from "../rules/tokens.ts";
import type { AppContext } from "./context.ts";
import { keepInBrowser, keptInBrowser } from "./sessions.ts";

const COOKIE = "parlour-known";
/** The longest that browsers keep a cookie. */
const LIFE_MS = 400 * 24 * 3_600_000;
/** A family's, and a few more of whoever shares the device. */
const MOST_PEOPLE = 6;

/** Whether somebody has signed in by this browser before, as it says itself: it opens nothing, so that the browser's word is enough. */
export async function isKnownBrowser(c: AppContext, personId: PersonId): Promise<boolean> {
  return (await keptFor(c, personId)) !== null;
}

/** The browser keeps a sign of ours that somebody has signed in by it: who, it can't be read off. */
export async function rememberBrowser(c: AppContext, personId: PersonId): Promise<void> {
  const known = await keptFor(c, personId);
  const token = await newToken(c.var.deps.settings.SIGNING_KEYS, subjectOf(c, personId));
  const others = kept(c).filter((one) => one !== known && one !== token);
  keepInBrowser(c, COOKIE, [token, ...others].slice(0, MOST_PEOPLE).join("."), LIFE_MS);
}

async function keptFor(c: AppContext, personId: PersonId): Promise<string | null> {
  const ring = c.var.deps.settings.SIGNING_KEYS;
  for (const token of kept(c)) if (await isToken(ring, subjectOf(c, personId), token)) return token;
  return null;
}

function kept(c: AppContext): string[] {
  return (keptInBrowser(c, COOKIE) ?? "").split(".").slice(0, MOST_PEOPLE);
}

function subjectOf(c: AppContext, personId: PersonId) {
  return ["known-browser", c.var.school.id, personId] as const;
}
