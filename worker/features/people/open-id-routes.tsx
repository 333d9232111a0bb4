import * as z from "zod";
import { OpenIdProblemPage } from "../../../web/pages/open-id-problem-page.tsx";
import { ChoosePersonPage } from "../../../web/pages/sign-in-link-pages.tsx";
import type { PersonId } from "../../db/ids.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound } from "../../http/problem.ts";
import { limitCaller } from "../../http/rate-limit.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { faultFields } from "../../ports/fault-fields.ts";
import type { OpenIdAnswer } from "../../ports/open-id.ts";
import { openIdProviderOf } from "../../queries/school-open-id.ts";
import { foldEmail } from "../../rules/fold.ts";
import { hidden } from "../../rules/form-fields.ts";
import { openIdCallbackUrl } from "../../rules/links.ts";
import { fullName } from "../../rules/names.ts";
import { providerName } from "../../rules/open-id-form.ts";
import { enter, FROM_ONE_ADDRESS, nextOf, QUARTER_HOUR } from "./enter.ts";
import { keepAttempt, keepChoice, keptChoice, takeAttempt } from "./open-id-attempt.ts";
import { peopleOfEmail, peopleOfIds } from "./sign-in-people.ts";

const choice = z.object({ person: hidden(100) });

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
    const attempt = openId.begin(c.var.school.slug, openIdCallbackUrl(settings));
    try {
      const url = await openId.signInUrl(provider, attempt);
      keepAttempt(c, attempt, nextOf(c));
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
    if (answer.kind !== "known") return showProblem(c, provider.issuer, answer);
    return enterAs(c, provider.issuer, answer.email, attempt.next);
  })
  .post("/staff/sign-in/provider/choose", async (c) => {
    const { issuer } = await providerOf(c);
    const kept = await keptChoice(c);
    if (!kept) return showProblem(c, issuer, { kind: "declined" });
    const { person: chosen } = await readForm(c, choice);
    const found = await peopleOfIds(scopeOf(c), kept.personIds);
    const person = found.find(({ id }) => id === chosen);
    return person ? enter(c, { person, by: "open_id" }, kept.next) : showChoice(c, found, 422);
  });

async function providerOf(c: AppContext) {
  const provider = await openIdProviderOf(scopeOf(c), c.var.deps.settings.SIGNING_KEYS);
  if (!provider) throw notFound();
  return provider;
}

/** Whoever has several accounts under the address chooses. */
async function enterAs(c: AppContext, issuer: string, email: string, next: string) {
  const scope = scopeOf(c);
  const known = await peopleOfEmail(scope, foldEmail(email), ["teacher", "admin", "office"]);
  const found = await peopleOfIds(
    scope,
    known.map(({ id }) => id),
  );
  const [person, ...others] = found;
  if (!person) return showProblem(c, issuer, { kind: "stranger", email });
  if (others.length === 0) return enter(c, { person, by: "open_id" }, next);
  await keepChoice(
    c,
    found.map(({ id }) => id),
    next,
  );
  return showChoice(c, found);
}

type Choosable = { id: PersonId; title: string; forename: string; surname: string };

function showChoice(c: AppContext, found: readonly Choosable[], status: 200 | 422 = 200) {
  const people = found.map((person) => ({ id: person.id, name: fullName(person) }));
  const view = <ChoosePersonPage {...frameOf(c)} action="/staff/sign-in/provider/choose" people={people} />;
  return page(c, view, status);
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
