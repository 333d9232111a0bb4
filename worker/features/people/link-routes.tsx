import * as z from "zod";
import { AgainPage } from "../../../web/pages/sign-in-again-page.tsx";
import {
  ChoosePersonPage,
  type Door,
  LinkFormPage,
  LinkSentPage,
  SpentLinkPage,
} from "../../../web/pages/sign-in-link-pages.tsx";
import { signInLinkUsed } from "../../changes/sign-in-links.ts";
import type { Role } from "../../db/records.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { limit, limitCaller } from "../../http/rate-limit.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { askToSignIn, startSession } from "../../http/sessions.ts";
import { openIdOf } from "../../queries/school-open-id.ts";
import { foldEmail } from "../../rules/fold.ts";
import { type FieldError, hidden } from "../../rules/form-fields.ts";
import { maskAddress } from "../../rules/mask-address.ts";
import { fullName } from "../../rules/names.ts";
import { providerName } from "../../rules/open-id-form.ts";
import { checkEmail, signInForm } from "../../rules/sign-in-form.ts";
import {
  destination,
  FROM_ONE_ADDRESS,
  goOnAs,
  isUnsaved,
  mailLater,
  nextOf,
  QUARTER_HOUR,
  requestOf,
} from "./enter.ts";
import { type LinkState, type LiveLink, leadsTo, lookAtLink } from "./redeem-link.ts";
import { sendLink, sendLinkToAddress } from "./send-sign-in-link.ts";

const HOUR = 3_600_000;
const AGAIN_AN_HOUR = 5;
const linkForm = signInForm.pick({ email: true, next: true });
const againForm = signInForm.pick({ next: true });
type LinkInput = z.infer<typeof linkForm>;
const choice = z.object({ person: hidden(100) });

const DOORS = {
  guardians: { path: "/sign-in/link", roles: ["guardian"] },
  staff: { path: "/staff/sign-in", roles: ["teacher", "admin", "office"] },
} as const satisfies Record<Door, { path: string; roles: Role[] }>;

/** Signing in by an e-mailed link, at the doors of guardians and of staff. */
export const linkRoutes = factory
  .createApp()
  .get("/sign-in/link", (c) => showLinkForm(c, "guardians"))
  .post("/sign-in/link", (c) => askForLink(c, "guardians"))
  .get("/sign-in/link/sent", (c) => page(c, <LinkSentPage {...frameOf(c)} door="guardians" />))
  .get("/sign-in/link/:token", async (c) => {
    const link = await lookAtLink(scopeOf(c), c.req.param("token"));
    if (link.kind !== "live") return showSpent(c, link);
    // A link of one evening is opened again and again: whoever is in already need not press.
    return link.evening && alreadyIn(c, link) ? goOn(c, link) : showChoice(c, link);
  })
  .post("/sign-in/link/:token", async (c) => {
    const { person: personId } = await readForm(c, choice);
    const link = await lookAtLink(scopeOf(c), c.req.param("token"));
    if (link.kind !== "live") return showSpent(c, link);
    const person = link.people.find(({ id }) => id === personId);
    if (!person) return showChoice(c, link, 422);
    if (await mustUseProvider(c, person.role)) return c.redirect("/staff/sign-in", 303);
    const { evening } = link;
    const by = evening ? ({ by: "evening_link", evening } as const) : ({ by: "link" } as const);
    const spending = signInLinkUsed(scopeOf(c), link.linkId, person.id);
    const isIn = await startSession(c, { person, ...by, spending });
    if (!isIn) return showSpent(c, { ...link, kind: "spent", because: "used" });
    return goOnAs(c, person, leadsTo(link, c.var.school.zone, c.var.now));
  })
  .post("/sign-in/link/:token/again", async (c) => {
    const link = await lookAtLink(scopeOf(c), c.req.param("token"));
    if (link.kind === "unknown") return showSpent(c, link);
    await limit(c, `link again ${c.req.param("token")}`, AGAIN_AN_HOUR, HOUR);
    mailLater(
      c,
      sendLink(
        requestOf(c, link.returnTo),
        link.people.map(({ id }) => id),
      ),
    );
    return c.redirect(`${DOORS[doorOf(link)].path}/sent`, 303);
  })
  .get("/sign-in/again", (c) => {
    const { session } = c.var;
    if (!session?.eveningId) return askToSignIn(c, "/sign-in", nextOf(c));
    const address = maskAddress(session.person.email);
    return page(c, <AgainPage {...frameOf(c)} address={address} next={nextOf(c)} unsaved={isUnsaved(c)} />);
  })
  .post("/sign-in/again", async (c) => {
    const { session } = c.var;
    const { next } = await readForm(c, againForm);
    if (!session?.eveningId) return c.redirect("/sign-in", 303);
    await limit(c, `link again ${session.person.id}`, AGAIN_AN_HOUR, HOUR);
    mailLater(c, sendLink(requestOf(c, next), [session.person.id]));
    return c.redirect("/sign-in/link/sent", 303);
  })
  .get("/staff/sign-in", (c) => showLinkForm(c, "staff"))
  .post("/staff/sign-in", (c) => askForLink(c, "staff"))
  .get("/staff/sign-in/sent", (c) => page(c, <LinkSentPage {...frameOf(c)} door="staff" />));

async function askForLink(c: AppContext, door: Door) {
  const input = await readForm(c, linkForm);
  if (door === "staff" && (await mustUseProvider(c, "teacher"))) return showLinkForm(c, door, input);
  const errors = checkEmail("email", input.email, c.var.words);
  if (errors.length > 0) return showLinkForm(c, door, input, errors);
  await limitCaller(c, "links", FROM_ONE_ADDRESS, QUARTER_HOUR);
  await limit(c, `links to ${foldEmail(input.email)}`, 10, QUARTER_HOUR);
  mailLater(c, sendLinkToAddress(requestOf(c, input.next), input.email, DOORS[door].roles));
  return c.redirect(`${DOORS[door].path}/sent`, 303);
}

async function showLinkForm(c: AppContext, door: Door, given?: LinkInput, errors: FieldError[] = []) {
  const input = given ?? { email: "", next: nextOf(c) };
  const openId = door === "staff" ? await openIdOf(scopeOf(c)) : null;
  const provider = openId && { name: providerName(openId.issuer), required: openId.required };
  const view = <LinkFormPage {...frameOf(c)} {...{ door, input, errors, provider }} unsaved={isUnsaved(c)} />;
  return page(c, view, errors.length > 0 ? 422 : 200);
}

/** Whether somebody of this role signs in at the school's provider, and by no link. */
async function mustUseProvider(c: AppContext, role: Role): Promise<boolean> {
  if (role === "guardian") return false;
  return (await openIdOf(scopeOf(c)))?.required ?? false;
}

function showChoice(c: AppContext, link: LiveLink, status: 200 | 422 = 200) {
  const people = link.people.map((person) => ({ id: person.id, name: fullName(person) }));
  return page(c, <ChoosePersonPage {...frameOf(c)} action={c.req.path} people={people} />, status);
}

/** Whoever of the link's people is signed in on this device, to all that the link opens. */
function alreadyIn(c: AppContext, { people, evening }: Pick<LiveLink, "people" | "evening">) {
  const { person, session } = c.var;
  const signedIn = person ?? (evening && session?.eveningId === evening.id ? session.person : null);
  return people.find(({ id }) => id === signedIn?.id);
}

function goOn(c: AppContext, link: LiveLink): Response {
  return c.redirect(leadsTo(link, c.var.school.zone, c.var.now), 303);
}

/** A link that is used up still leads whoever it signed in to where it led: a second tap on the same mail is no mistake. */
async function showSpent(c: AppContext, link: Exclude<LinkState, { kind: "live" }>) {
  if (link.kind === "unknown")
    return page(c, <SpentLinkPage {...frameOf(c)} because="unknown" door="guardians" again={null} />, 404);
  const already = alreadyIn(c, { people: link.people, evening: null });
  if (already) return c.redirect(await destination(c, already, link.returnTo), 303);
  const address = maskAddress(link.people[0]?.email ?? "");
  const again = address ? { action: `${c.req.path}/again`, address } : null;
  return page(c, <SpentLinkPage {...frameOf(c)} because={link.because} door={doorOf(link)} again={again} />, 410);
}

function doorOf({ people }: Exclude<LinkState, { kind: "unknown" }>): Door {
  return people.some(({ role }) => role !== "guardian") ? "staff" : "guardians";
}
