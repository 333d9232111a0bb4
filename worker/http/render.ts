import type { ContentfulStatusCode } from "hono/utils/http-status";
import { h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { WordsContext } from "../../web/words/use-words.ts";
import type { Person, School } from "../db/records.ts";
import { fullName } from "../rules/names.ts";
import type { AppContext } from "./context.ts";

/** Answers with a whole page, in the reader’s language. Pages of people are never cached. */
export function page(c: AppContext, view: VNode, status: ContentfulStatusCode = 200): Response {
  c.header("cache-control", "no-store");
  const worded = h(WordsContext.Provider, { value: c.var.words }, view);
  return c.html(`<!doctype html>${renderToString(worded)}`, status);
}

/** What a page shows around itself, and the zone of its times. */
export function frameOf(c: AppContext) {
  const { school, person } = c.var;
  return { school: schoolView(school), viewer: viewerOf(person), zone: school.zone };
}

export function schoolView({ name, shortName, officePhone, logoSavedAt }: School) {
  const logoUrl = logoSavedAt ? `/logo?v=${logoSavedAt}` : null;
  return { name, shortName, officePhone, logoUrl };
}

export function viewerOf(person: Person | null) {
  return person ? { name: fullName(person), role: person.role } : null;
}
