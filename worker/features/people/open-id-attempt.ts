import * as z from "zod";
import type { PersonId } from "../../db/ids.ts";
import type { AppContext } from "../../http/context.ts";
import { keepInBrowser, keptInBrowser } from "../../http/sessions.ts";
import type { OpenIdAttempt } from "../../ports/open-id.ts";
import { readSigned, sign } from "../../rules/tokens.ts";

const ATTEMPT = "parlour-open-id";
const CHOICE = "parlour-open-id-choice";
/** As long as somebody may take to find their password. */
const LIFE_MS = 15 * 60_000;

const attempt = z.object({
  ...{ state: z.string(), nonce: z.string(), verifier: z.string(), redirectUri: z.url() },
  next: z.string(),
});
const choice = z.object({ personIds: z.array(z.string()), next: z.string(), until: z.number() });

/** Keeps an attempt in the browser that makes it, so that only this one can end it. */
export function keepAttempt(c: AppContext, made: OpenIdAttempt, next: string): void {
  keepInBrowser(c, ATTEMPT, packed({ ...made, next }), LIFE_MS);
}

/** The attempt of this browser, once: it is forgotten as it is read. Null where it made none, or too long ago. */
export function takeAttempt(c: AppContext): z.infer<typeof attempt> | null {
  const text = keptInBrowser(c, ATTEMPT);
  keepInBrowser(c, ATTEMPT, "", 0);
  return text ? unpacked(attempt, text) : null;
}

/** Keeps which accounts somebody has proven to be theirs, signed, until they have chosen one. */
export async function keepChoice(c: AppContext, personIds: readonly PersonId[], next: string): Promise<void> {
  const body = packed({ personIds, next, until: c.var.now + LIFE_MS });
  keepInBrowser(c, CHOICE, await sign(c.var.deps.settings.SIGNING_KEYS, body, subjectOf(c, body)), LIFE_MS);
}

/** Null where nothing is to be chosen in this browser, or not any more. */
export async function keptChoice(c: AppContext): Promise<z.infer<typeof choice> | null> {
  const ring = c.var.deps.settings.SIGNING_KEYS;
  const body = await readSigned(ring, keptInBrowser(c, CHOICE) ?? "", (text) => subjectOf(c, text));
  const read = body === null ? null : unpacked(choice, body);
  return read && c.var.now < read.until ? read : null;
}

function subjectOf(c: AppContext, body: string) {
  return ["open-id-choice", c.var.school.id, body] as const;
}

function packed(value: object): string {
  return btoa(encodeURIComponent(JSON.stringify(value)));
}

function unpacked<Value>(shape: z.ZodType<Value>, text: string): Value | null {
  try {
    return shape.parse(JSON.parse(decodeURIComponent(atob(text))));
  } catch {
    return null; // no cookie of ours
  }
}
