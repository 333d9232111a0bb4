import * as z from "zod";
import type { AppContext } from "../../http/context.ts";
import { keepInBrowser, keptInBrowser } from "../../http/sessions.ts";
import type { OpenIdAttempt } from "../../ports/open-id.ts";

const NAME = "parlour-open-id";
/** As long as somebody may take to find their password. */
const LIFE_MS = 15 * 60_000;

const kept = z.object({
  ...{ state: z.string(), nonce: z.string(), verifier: z.string(), redirectUri: z.url() },
  next: z.string(),
});

/** Keeps an attempt in the browser that makes it, so that only this one can end it. */
export function keepAttempt(c: AppContext, attempt: OpenIdAttempt, next: string): void {
  keepInBrowser(c, NAME, btoa(encodeURIComponent(JSON.stringify({ ...attempt, next }))), LIFE_MS);
}

/** The attempt of this browser, once: it is forgotten as it is read. Null where it made none, or too long ago. */
export function takeAttempt(c: AppContext): z.infer<typeof kept> | null {
  const text = keptInBrowser(c, NAME);
  keepInBrowser(c, NAME, "", 0);
  if (!text) return null;
  try {
    return kept.parse(JSON.parse(decodeURIComponent(atob(text))));
  } catch {
    return null; // no cookie of ours
  }
}
