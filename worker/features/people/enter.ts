import type { PersonId } from "../../db/ids.ts";
import type { Role } from "../../db/records.ts";
import { type AppContext, later } from "../../http/context.ts";
import { rememberBrowser } from "../../http/known-browsers.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { type SigningIn, safeNext, startSession } from "../../http/sessions.ts";
import { faultFields } from "../../ports/fault-fields.ts";
import { landingOf } from "./landing.ts";

/** Against one caller; a whole town may come from one address of its mobile network on opening night. */
export const FROM_ONE_ADDRESS = 300;
export const QUARTER_HOUR = 15 * 60_000;

/** Signs somebody in, and answers with where they were going. */
export async function enter(c: AppContext, signingIn: SigningIn, next: string): Promise<Response> {
  await startSession(c, signingIn);
  return goOnAs(c, signingIn.person, next);
}

/** Of whoever has just been signed in: the answer with where they were going. */
export async function goOnAs(c: AppContext, person: { id: PersonId; role: Role }, next: string): Promise<Response> {
  await rememberBrowser(c, person.id);
  return c.redirect(await destination(c, person, next), 303);
}

/** A path of ours, or the person's own start. */
export async function destination(c: AppContext, person: { id: PersonId; role: Role }, next: string): Promise<string> {
  return safeNext(next, "") || (await landingOf(scopeOf(c), person));
}

/** After the answer, so that neither its words nor its time tell whether anybody was found. */
export function mailLater(c: AppContext, work: Promise<void>): void {
  const { deps, school } = c.var;
  const failed = (error: unknown) =>
    deps.log({ level: "error", event: "sign_in_links_failed", schoolId: school.id, ...faultFields(error) });
  later(
    c,
    work.then(() => deps.afterCommit().all, failed),
  );
}

export function requestOf(c: AppContext, next: string) {
  return { scope: scopeOf(c), settings: c.var.deps.settings, returnTo: safeNext(next, "") };
}

/** Whether they were brought here by a press that could not be done. */
export function isUnsaved(c: AppContext): boolean {
  return c.req.query("unsaved") !== undefined;
}

export function nextOf(c: AppContext): string {
  return safeNext(c.req.query("next"), "");
}
