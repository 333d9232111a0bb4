import { OpenIdProblemPage } from "../../../web/pages/open-id-problem-page.tsx";
import { signInLinkMade } from "../../changes/sign-in-links.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { limitCaller } from "../../http/rate-limit.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { safeNext, startSession } from "../../http/sessions.ts";
import { faultFields } from "../../ports/fault-fields.ts";
import type { OpenIdAnswer } from "../../ports/open-id.ts";
import { openIdProviderOf } from "../../queries/school-open-id.ts";
import { foldEmail } from "../../rules/fold.ts";
import { newSignInLink } from "../../rules/links.ts";
import { providerName } from "../../rules/open-id-form.ts";
import { landingOf } from "./landing.ts";
import { keepAttempt, takeAttempt } from "./open-id-attempt.ts";
import { peopleOfEmail } from "./sign-in-people.ts";

const QUARTER_HOUR = 15 * 60_000;
const FROM_ONE_ADDRESS = 300;
/** Long enough to choose which of one's accounts it is. */
const CHOICE_LIFE_MS = 10 * 60_000;

/**
 * Staff sign in at their school's OpenID Connect provider. It knows one address of ours, the platform's `/open-id/callback`, which hands over
 * to the school's site; the answer is good once, and only in the browser that asked.
 */
export const openIdRoutes = factory
  .createApp()
  // A link, not a form: our policy lets forms go nowhere else, and nothing is written.
  .get("/staff/sign-in/provider", async (c) => {
    const provider = await providerOf(c);
    await limitCaller(c, "open id", FROM_ONE_ADDRESS, QUARTER_HOUR);
    const { openId, settings } = c.var.deps;
    const attempt = openId.begin(c.var.school.slug, new URL("/open-id/callback", settings.PUBLIC_URL).href);
    try {
      const url = await openId.signInUrl(provider, attempt);
      keepAttempt(c, attempt, safeNext(c.req.query("next"), ""));
      return c.redirect(url, 303);
    } catch (fault) {
      return showProblem(c, provider.issuer, { kind: "failed", fault });
    }
  })
  .get("/staff/sign-in/provider/back", async (c) => {
    const provider = await providerOf(c);
    const attempt = takeAttempt(c);
    if (!attempt) return showProblem(c, provider.issuer, { kind: "declined" });
    const answer = await c.var.deps.openId.whoIs(provider, attempt, new URL(c.req.url).searchParams);
    return answer.kind === "known"
      ? enter(c, provider.issuer, answer.email, attempt.next)
      : showProblem(c, provider.issuer, answer);
  });

async function providerOf(c: AppContext) {
  const provider = await openIdProviderOf(scopeOf(c), c.var.deps.settings.SIGNING_KEYS);
  if (!provider) throw notFound();
  return provider;
}

/** Whoever has several accounts chooses, as with a mailed link. */
async function enter(c: AppContext, issuer: string, email: string, next: string) {
  const scope = scopeOf(c);
  const found = await peopleOfEmail(scope, foldEmail(email), ["teacher", "admin", "office"]);
  const [person, ...others] = found;
  if (!person) return showProblem(c, issuer, { kind: "stranger", email });
  if (others.length > 0) return c.redirect(await choiceAmong(c, found, next), 303);
  await startSession(c, { person, by: "open_id" });
  return c.redirect(next || (await landingOf(scope, person)), 303);
}

async function choiceAmong(c: AppContext, people: readonly { id: string }[], returnTo: string): Promise<string> {
  const scope = scopeOf(c);
  const expiresAt = scope.now + CHOICE_LIFE_MS;
  const wanted = { personIds: people.map(({ id }) => id), returnTo, expiresAt };
  const { token, ...link } = await newSignInLink(c.var.deps.settings.SIGNING_KEYS, wanted);
  await commit(scope.db, signInLinkMade(scope, link));
  return `/sign-in/link/${token}`;
}

type Trouble = Exclude<OpenIdAnswer, { kind: "known" }> | { kind: "stranger"; email: string };

function showProblem(c: AppContext, issuer: string, trouble: Trouble) {
  if (trouble.kind === "failed")
    c.var.deps.log({
      ...{ level: "error", event: "open_id_failed", schoolId: c.var.school.id },
      ...faultFields(trouble.fault),
    });
  const because = trouble.kind;
  const email = trouble.kind === "stranger" ? trouble.email : null;
  const view = <OpenIdProblemPage {...frameOf(c)} provider={providerName(issuer)} because={because} email={email} />;
  return page(c, view, because === "failed" ? 502 : 403);
}
