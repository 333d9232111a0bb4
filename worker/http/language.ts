import { languageDetector } from "hono/language";
import { wordsIn } from "../../web/words/catalogue.ts";
import { PSEUDO, SHIPPED } from "../../web/words/locales.ts";
import type { Settings } from "../ports/settings.ts";
import { type AppContext, factory } from "./context.ts";

/** Reads the language of an answer off the request. Pseudo-locales exist locally alone: `?locale=en-XA` stays until the next one. */
export function chooseLanguage(stage: Settings["STAGE"]) {
  const local = stage === "local";
  const locales = local ? [...SHIPPED, ...PSEUDO] : SHIPPED;
  const detect = languageDetector({
    supportedLanguages: locales.map(({ name }) => name),
    fallbackLanguage: SHIPPED[0].name,
    order: local ? ["querystring", "cookie", "header"] : ["header"],
    lookupQueryString: "locale",
    lookupCookie: "locale",
    caches: local ? ["cookie"] : false,
    cookieOptions: { secure: false },
  });
  const take = factory.createMiddleware(async (c, next) => {
    c.set("words", wordsIn(localeNamed(c, locales)));
    await next();
  });
  return [detect, take] as const;
}

function localeNamed(c: AppContext, locales: readonly (typeof SHIPPED)[number][]) {
  // The detector's own variable, which it keeps out of typed environments.
  const name = (c as unknown as { get(key: "language"): string }).get("language");
  return locales.find((locale) => locale.name === name) ?? SHIPPED[0];
}
