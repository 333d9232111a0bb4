import { SignInCodePage } from "../../../web/pages/sign-in-code-page.tsx";
import { SignInPage } from "../../../web/pages/sign-in-page.tsx";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { isKnownBrowser } from "../../http/known-browsers.ts";
import { limit, limitCaller } from "../../http/rate-limit.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { keepInBrowser, keptInBrowser, safeNext } from "../../http/sessions.ts";
import { type FieldError, typed } from "../../rules/form-fields.ts";
import { BROWSER_LIFE_MS, readFigures } from "../../rules/sign-in-code.ts";
import { checkSignIn, type SignInDetails, type SignInInput, signInForm } from "../../rules/sign-in-form.ts";
import { hashToken, randomToken } from "../../rules/tokens.ts";
import { enter, FROM_ONE_ADDRESS, isUnsaved, mailLater, nextOf, QUARTER_HOUR, requestOf } from "./enter.ts";
import { redeemCode } from "./redeem-code.ts";
import { sendCodes, sendCodesAgain } from "./send-sign-in-code.ts";
import { matchDetails } from "./sign-in-by-details.ts";

const DAY = 24 * 3_600_000;
/** Binds a code to the browser that asked for it. */
const COOKIE = "parlour-code";
const TRIES_A_QUARTER = 20;
const SENT_AGAIN_A_QUARTER = 4;

const codeForm = signInForm.pick({ next: true }).extend({ code: typed(40) });
const againForm = signInForm.pick({ next: true });

/** Signing in by details: then by a code, or at once where the school has chosen so and the address is the record's. */
export const detailsRoutes = factory
  .createApp()
  .get("/sign-in", (c) => showDetails(c, signInForm.parse({ next: nextOf(c) }), [], false))
  .post("/sign-in", async (c) => {
    const input = await readForm(c, signInForm);
    const checked = checkSignIn(input, c.var.words);
    if ("errors" in checked) return showDetails(c, input, checked.errors, false);
    await slowDownGuesses(c, checked.details);
    const isAtOnce = c.var.school.signInBy === "details" && checked.details.emailKey !== "";
    return isAtOnce ? byDetailsAlone(c, checked.details, input) : byCode(c, checked.details, input);
  })
  .get("/sign-in/code", (c) => showCode(c, { code: "", next: nextOf(c), errors: [] }))
  .post("/sign-in/code", async (c) => {
    const { code, next } = await readForm(c, codeForm);
    const figures = readFigures(code);
    if (figures === null) return showCode(c, { code, next, errors: [codeError(c, "signIn.code.missing.error")] });
    const browserHash = await browserOf(c);
    await limitCaller(c, "codes", FROM_ONE_ADDRESS, QUARTER_HOUR);
    await limit(c, `codes in ${browserHash}`, TRIES_A_QUARTER, QUARTER_HOUR);
    const { settings } = c.var.deps;
    const found = await redeemCode({ scope: scopeOf(c), settings, browserHash, figures });
    if (!found) return showCode(c, { code, next, errors: [codeError(c, "signIn.code.wrong.error")] });
    keepInBrowser(c, COOKIE, "", 0);
    return enter(c, found, next);
  })
  .post("/sign-in/code/again", async (c) => {
    const { next } = await readForm(c, againForm);
    const browserHash = await browserOf(c);
    await limitCaller(c, "links", FROM_ONE_ADDRESS, QUARTER_HOUR);
    await limit(c, `codes again in ${browserHash}`, SENT_AGAIN_A_QUARTER, QUARTER_HOUR);
    mailLater(c, sendCodesAgain({ ...requestOf(c, next), browserHash }));
    return c.redirect(codePath(next, { again: "1" }), 303);
  });

/** The same answer, at the same time, whoever the details mean: it is made out before anybody is looked for. */
async function byCode(c: AppContext, details: SignInDetails, { next }: SignInInput): Promise<Response> {
  const request = { ...requestOf(c, next), browserHash: await newBrowser(c) };
  const { scope, settings } = request;
  const find = async () => {
    const { known, all } = await matchDetails(scope, settings, details);
    await sendCodes(request, known ? all.filter(({ personId }) => personId === known) : all);
  };
  mailLater(c, find());
  return c.redirect(codePath(next), 303);
}

/** Whom the details and the address mean is signed in; whoever else the details mean is mailed, and the answer tells of nobody. */
async function byDetailsAlone(c: AppContext, details: SignInDetails, input: SignInInput): Promise<Response> {
  const { known, all } = await matchDetails(scopeOf(c), c.var.deps.settings, details);
  if (known) {
    const isNew = !(await isKnownBrowser(c, known));
    return enter(c, { person: { id: known, role: "guardian" }, by: "details", isNew }, input.next);
  }
  mailLater(c, sendCodes({ ...requestOf(c, input.next), browserHash: await newBrowser(c) }, all));
  return showDetails(c, input, [], true);
}

/** A date of birth is one of a few hundred for who knows the year: a family's names are worth ten tries at once, thirty a day. */
async function slowDownGuesses(c: AppContext, { nameKey, studentNameKey }: SignInDetails): Promise<void> {
  const names = `${nameKey}, ${studentNameKey}`;
  await limitCaller(c, "details", FROM_ONE_ADDRESS, QUARTER_HOUR);
  await limit(c, `details of ${names}`, 10, QUARTER_HOUR);
  await limit(c, `details of ${names} today`, 30, DAY);
}

async function newBrowser(c: AppContext): Promise<string> {
  const token = randomToken();
  keepInBrowser(c, COOKIE, token, BROWSER_LIFE_MS);
  return hashToken(token);
}

function browserOf(c: AppContext): Promise<string> {
  return hashToken(keptInBrowser(c, COOKIE) ?? "");
}

function codePath(next: string, more: Record<string, string> = {}): string {
  const path = safeNext(next, "");
  const query = new URLSearchParams({ ...(path ? { next: path } : {}), ...more });
  return query.size > 0 ? `/sign-in/code?${query}` : "/sign-in/code";
}

function codeError(c: AppContext, key: "signIn.code.missing.error" | "signIn.code.wrong.error"): FieldError {
  return { field: "code", words: c.var.words(key) };
}

function showDetails(c: AppContext, input: SignInInput, errors: FieldError[], mismatch: boolean) {
  const view = <SignInPage {...frameOf(c)} input={input} errors={errors} mismatch={mismatch} unsaved={isUnsaved(c)} />;
  return page(c, view, mismatch || errors.length > 0 ? 422 : 200);
}

function showCode(c: AppContext, shown: { code: string; next: string; errors: FieldError[] }) {
  const again = c.req.query("again") !== undefined;
  return page(c, <SignInCodePage {...frameOf(c)} {...shown} again={again} />, shown.errors.length > 0 ? 422 : 200);
}
