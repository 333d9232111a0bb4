import * as z from "zod";
import {
  ChoosePersonPage,
  type Door,
  LinkFormPage,
  LinkSentPage,
  SpentLinkPage,
} from "../../../web/pages/sign-in-link-pages.tsx";
import { SignInPage } from "../../../web/pages/sign-in-page.tsx";
import { SignOutPage } from "../../../web/pages/sign-out-page.tsx";
import type { Role } from "../../db/records.ts";
import { type AppContext, factory, later } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { limit, limitCaller } from "../../http/rate-limit.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { endSession, safeNext, startSession } from "../../http/sessions.ts";
import { faultFields } from "../../ports/fault-fields.ts";
import { foldEmail } from "../../rules/fold.ts";
import { type FieldError, hidden } from "../../rules/form-fields.ts";
import { fullName } from "../../rules/names.ts";
import { checkEmail, checkSignIn, type SignInInput, signInForm } from "../../rules/sign-in-form.ts";
import { landingOf } from "./landing.ts";
import { type LinkState, lookAtLink, redeemLink } from "./redeem-link.ts";
import { sendLinkToAddress, sendLinkToEach } from "./send-sign-in-link.ts";
import { matchDetails } from "./sign-in-by-details.ts";

const QUARTER_HOUR = 15 * 60_000;
const DAY = 24 * 3_600_000;
/** A whole town may come from one address of its mobile network on opening night. */
const FROM_ONE_ADDRESS = 300;
const linkForm = signInForm.pick({ email: true, next: true });
const choice = z.object({ person: hidden(100) });

const DOORS = {
  guardians: { path: "/sign-in/link", roles: ["guardian"] },
  staff: { path: "/staff/sign-in", roles: ["teacher", "admin", "office"] },
} as const satisfies Record<Door, { path: string; roles: Role[] }>;

/** Signing in by details or by an e-mailed link, and signing out. */
export const peopleRoutes = factory
  .createApp()
  .get("/sign-in", (c) => showDetails(c, signInForm.parse({ next: nextOf(c) }), [], false))
  .post("/sign-in", async (c) => {
    const input = await readForm(c, signInForm);
    const checked = checkSignIn(input, c.var.words);
    if ("errors" in checked) return showDetails(c, input, checked.errors, false);
    const { deps } = c.var;
    const { details } = checked;
    await slowDownGuesses(c, `${details.nameKey}, ${details.studentNameKey}`);
    const match = await matchDetails(scopeOf(c), deps.settings, details);
    if (match.kind === "known") return enter(c, { id: match.personId, role: "guardian" }, input.next);
    if (match.kind === "elsewhere") mailLater(c, sendLinkToEach(requestOf(c, input.next), match.personIds));
    return showDetails(c, input, [], true);
  })
  .get("/sign-in/link", (c) => showLinkForm(c, "guardians"))
  .post("/sign-in/link", (c) => askForLink(c, "guardians"))
  .get("/sign-in/link/sent", (c) => page(c, <LinkSentPage {...frameOf(c)} door="guardians" />))
  .get("/sign-in/link/:token", async (c) => {
    const link = await lookAtLink(scopeOf(c), c.req.param("token"));
    return link.kind === "live" ? showChoice(c, link) : showSpent(c, link);
  })
  .post("/sign-in/link/:token", async (c) => {
    const { person: personId } = await readForm(c, choice);
    const link = await lookAtLink(scopeOf(c), c.req.param("token"));
    if (link.kind !== "live") return showSpent(c, link);
    const person = link.people.find(({ id }) => id === personId);
    if (!person) return showChoice(c, link, 422);
    const first = await redeemLink(scopeOf(c), link, person.id);
    return first ? enter(c, person, link.returnTo) : showSpent(c, { ...link, kind: "spent", because: "used" });
  })
  .get("/staff/sign-in", (c) => showLinkForm(c, "staff"))
  .post("/staff/sign-in", (c) => askForLink(c, "staff"))
  .get("/staff/sign-in/sent", (c) => page(c, <LinkSentPage {...frameOf(c)} door="staff" />))
  .get("/sign-out", (c) => page(c, <SignOutPage {...frameOf(c)} />))
  .post("/sign-out", async (c) => {
    await endSession(c);
    return c.redirect("/", 303);
  });

async function askForLink(c: AppContext, door: Door) {
  const input = await readForm(c, linkForm);
  const errors = checkEmail("email", input.email, c.var.words);
  if (errors.length > 0) return showLinkForm(c, door, input, errors);
  await limitCaller(c, "links", FROM_ONE_ADDRESS, QUARTER_HOUR);
  await limit(c, `links to ${foldEmail(input.email)}`, 10, QUARTER_HOUR);
  mailLater(c, sendLinkToAddress(requestOf(c, input.next), input.email, DOORS[door].roles));
  return c.redirect(`${DOORS[door].path}/sent`, 303);
}

/** A date of birth is one of a few hundred for who knows the year: a family's names are worth ten tries at once, thirty a day. */
async function slowDownGuesses(c: AppContext, names: string): Promise<void> {
  await limitCaller(c, "details", FROM_ONE_ADDRESS, QUARTER_HOUR);
  await limit(c, `details of ${names}`, 10, QUARTER_HOUR);
  await limit(c, `details of ${names} today`, 30, DAY);
}

/** After the answer, so that neither its words nor its time tell whether anybody was found. */
function mailLater(c: AppContext, work: Promise<void>): void {
  const { deps, school } = c.var;
  const failed = (error: unknown) =>
    deps.log({ level: "error", event: "sign_in_links_failed", schoolId: school.id, ...faultFields(error) });
  later(
    c,
    work.then(() => deps.afterCommit().all, failed),
  );
}

function requestOf(c: AppContext, next: string) {
  return { scope: scopeOf(c), settings: c.var.deps.settings, returnTo: safeNext(next, "") };
}

async function enter(c: AppContext, person: { id: string; role: Role }, next: string) {
  await startSession(c, person.id);
  return c.redirect(await destination(c, person, next), 303);
}

async function destination(c: AppContext, person: { id: string; role: Role }, next: string): Promise<string> {
  return safeNext(next, "") || (await landingOf(scopeOf(c), person));
}

function showDetails(c: AppContext, input: SignInInput, errors: FieldError[], mismatch: boolean) {
  const view = <SignInPage {...frameOf(c)} input={input} errors={errors} mismatch={mismatch} unsaved={isUnsaved(c)} />;
  return page(c, view, mismatch || errors.length > 0 ? 422 : 200);
}

function showLinkForm(c: AppContext, door: Door, input = { email: "", next: nextOf(c) }, errors: FieldError[] = []) {
  const view = <LinkFormPage {...frameOf(c)} door={door} input={input} errors={errors} unsaved={isUnsaved(c)} />;
  return page(c, view, errors.length > 0 ? 422 : 200);
}

function showChoice(c: AppContext, link: Extract<LinkState, { kind: "live" }>, status: 200 | 422 = 200) {
  const people = link.people.map((person) => ({ id: person.id, name: fullName(person) }));
  return page(c, <ChoosePersonPage {...frameOf(c)} action={c.req.path} people={people} />, status);
}

/** A link that is used up still leads whoever it signed in to where it led: a second tap on the same mail is no mistake. */
async function showSpent(c: AppContext, link: Exclude<LinkState, { kind: "live" }>) {
  if (link.kind === "unknown")
    return page(c, <SpentLinkPage {...frameOf(c)} because="unknown" door="guardians" />, 404);
  const already = link.people.find(({ id }) => id === c.var.person?.id);
  if (already) return c.redirect(await destination(c, already, link.returnTo), 303);
  const door = link.people.some(({ role }) => role !== "guardian") ? "staff" : "guardians";
  return page(c, <SpentLinkPage {...frameOf(c)} because={link.because} door={door} />, 410);
}

/** Whether they were brought here by a press that could not be done. */
function isUnsaved(c: AppContext): boolean {
  return c.req.query("unsaved") !== undefined;
}

function nextOf(c: AppContext): string {
  return safeNext(c.req.query("next"), "");
}
