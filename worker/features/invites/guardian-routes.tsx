import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { InviteFormPage } from "../../../web/pages/invite-form-page.tsx";
import { ManageInvitesPage, type ManageInvitesProps } from "../../../web/pages/manage-invites-page.tsx";
import { inviteResent } from "../../changes/invites.ts";
import { commit } from "../../db/guard.ts";
import { invites } from "../../db/schema.ts";
import { type AppContext, factory, followUp } from "../../http/context.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { limit } from "../../http/rate-limit.ts";
import { page, schoolView, viewerOf } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { type Evening, eveningForInvites } from "./evening-for-invites.ts";
import { type InviteDesk, loadInviteDesk } from "./guardian-invites.ts";
import { CONSENT, canInvite, type InviteError } from "./invite-rules.ts";
import { formView, manageView } from "./invite-views.ts";
import { removeInvite } from "./remove-invite.ts";
import { isResent } from "./resend-invite.ts";
import { sendInvite } from "./send-invite.ts";

const HOUR_MS = 3_600_000;
const RESENDS_AN_HOUR = 5;
/** Against using the school's mail to bother strangers; a family needs a handful. */
const INVITES_A_DAY = 20;

/** Cut, not refused, so that the form comes back with what was typed and says what is too long. */
const text = z
  .string()
  .catch("")
  .transform((typed) => typed.slice(0, 400));
const inviteForm = z.object({
  evening: z.string().max(64),
  invite: z.uuid(),
  name: text,
  email: text,
  consent: z.literal("yes").optional().catch(undefined),
  student: z.union([z.string(), z.array(z.string())]).default([]),
});
type Sent = z.infer<typeof inviteForm>;

/** Manage Invites and Invite Parent/Guardian: pages, and the inside of the dialog where `web/islands/invite-dialog.tsx` asks for it. */
export const guardianRoutes = factory
  .createApp()
  .use("/bookings/invites/*", requireRole("guardian"))
  .get("/bookings/invites", async (c) => {
    const { evening, desk } = await open(c, c.req.query("evening"));
    return manage(c, evening, desk, newsOf(c, desk));
  })
  .get("/bookings/invites/new", async (c) => {
    const { evening, desk } = await open(c, c.req.query("evening"));
    if (isOver(evening, c.var.now) || !canInvite(desk.choices)) return manage(c, evening, desk, null);
    return showForm(c, evening, desk, undefined, []);
  })
  .post("/bookings/invites", async (c) => {
    const form = inviteForm.safeParse(await c.req.parseBody({ all: true }));
    if (!form.success) throw new Problem(400, "oldInviteForm");
    return send(c, form.data);
  })
  .post("/bookings/invites/:id/resend", async (c) => {
    const { deps, now } = c.var;
    const { invite, evening } = await own(c, c.req.param("id"));
    if (invite.state !== "sent" || isOver(evening, now)) return backToList(c, evening.id, "gone", invite.id);
    const mailId = await mailIdOf(c);
    if (await isResent(scopeOf(c), mailId)) return backToList(c, evening.id, "resent", invite.id);
    try {
      await limit(c, `resend ${invite.id}`, RESENDS_AN_HOUR, HOUR_MS);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return tooManyResends(c, evening);
    }
    await commit(deps.db, inviteResent(scopeOf(c), invite.id, mailId));
    followUp(c);
    return backToList(c, evening.id, "resent", invite.id);
  })
  .post("/bookings/invites/:id/remove", async (c) => {
    const { deps } = c.var;
    const { invite, evening } = await own(c, c.req.param("id"));
    if (invite.state === "sent") await removeInvite(deps, scopeOf(c), invite.id, "removed");
    return backToList(c, evening.id, "removed", invite.id);
  });

async function send(c: AppContext, sent: Sent): Promise<Response> {
  const { deps, now } = c.var;
  const { evening, desk } = await open(c, sent.evening);
  if (isOver(evening, now)) return manage(c, evening, desk, null);
  try {
    await limit(c, `invites ${signedIn(c).id}`, INVITES_A_DAY, 24 * HOUR_MS);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return manage(c, evening, desk, { kind: "warn", ...tooManyInvites(c) }, 429);
  }
  const form = {
    name: sent.name,
    email: sent.email,
    consent: sent.consent === "yes",
    studentIds: [sent.student].flat(),
  };
  const request = {
    scope: scopeOf(c),
    settings: deps.settings,
    guardian: signedIn(c),
    evening,
    inviteId: sent.invite,
    form,
    onBehalf: false,
    t: c.var.words,
  };
  const result = await sendInvite(request);
  if (!result.ok) return showForm(c, evening, result.desk, sent, result.errors);
  followUp(c);
  return backToList(c, evening.id, "sent", sent.invite);
}

function tooManyInvites({ var: { words: t } }: AppContext) {
  return { strong: t("invites.notSent"), words: t("invites.tooManyInvites", { most: INVITES_A_DAY }) };
}

/** Of the mail that a press on Resend asks for; a form of before has none and is a press of its own. */
export async function mailIdOf(c: AppContext): Promise<string> {
  const sent = z.object({ mail: z.uuid() }).safeParse(await c.req.parseBody());
  return sent.success ? sent.data.mail : crypto.randomUUID();
}

/** The evening and the guardian's desk in it; 404 where no student of theirs takes part. */
async function open(c: AppContext, eveningId: string | undefined): Promise<{ evening: Evening; desk: InviteDesk }> {
  const evening = await eveningForInvites(scopeOf(c), signedIn(c).id, eveningId);
  if (!evening) throw notFound();
  const desk = await loadInviteDesk(scopeOf(c), signedIn(c).id, evening.id);
  if (desk.choices.length === 0 && desk.invites.length === 0) throw notFound();
  return { evening, desk };
}

/** One of the guardian's own invites. */
async function own(c: AppContext, inviteId: string) {
  const { deps, school } = c.var;
  const mine = and(eq(invites.schoolId, school.id), eq(invites.id, inviteId), eq(invites.guardianId, signedIn(c).id));
  const invite = await deps.db.select().from(invites).where(mine).get();
  const evening = invite && (await eveningForInvites(scopeOf(c), invite.guardianId, invite.eveningId));
  if (!invite || !evening) throw notFound();
  return { invite, evening };
}

function showForm(c: AppContext, evening: Evening, desk: InviteDesk, sent: Sent | undefined, errors: InviteError[]) {
  const t = c.var.words;
  const form = sent && { ...sent, consent: sent.consent === "yes", studentIds: [sent.student].flat() };
  const view = formView(desk, form, t);
  const inviteId = sent?.invite ?? crypto.randomUUID();
  const given = { ...around(c, evening), ...view, inviteId, errors, consentWords: t(CONSENT.words) };
  return page(c, <InviteFormPage {...given} />, errors.length > 0 ? 422 : 200);
}

type News = ManageInvitesProps["news"];

function manage(c: AppContext, evening: Evening, desk: InviteDesk, news: News, status: 200 | 429 = 200) {
  const view = manageView(desk, isOver(evening, c.var.now), c.var.words);
  return page(c, <ManageInvitesPage {...around(c, evening)} {...view} news={news} />, status);
}

async function tooManyResends(c: AppContext, evening: Evening): Promise<Response> {
  const { desk } = await open(c, evening.id);
  const t = c.var.words;
  const words = t("invites.tooManyResends", { most: RESENDS_AN_HOUR });
  return manage(c, evening, desk, { kind: "warn", strong: t("invites.notSentAgain"), words }, 429);
}

function around(c: AppContext, evening: Evening) {
  const frame = c.req.header("x-parlour-dialog") ? ("dialog" as const) : ("page" as const);
  c.header("vary", "x-parlour-dialog");
  const { school, person } = c.var;
  return {
    frame,
    school: schoolView(school),
    viewer: viewerOf(person),
    evening: { id: evening.id, name: evening.name },
  };
}

type Happened = "sent" | "resent" | "removed" | "gone";

/** Only ids go into the address: names and addresses stay out of histories and logs. */
function backToList(c: AppContext, eveningId: string, happened: Happened, inviteId: string): Response {
  return c.redirect(`/bookings/invites?evening=${eveningId}&${happened}=${inviteId}`, 303);
}

function newsOf(c: AppContext, desk: InviteDesk): News {
  const t = c.var.words;
  const { sent, resent, removed, gone } = c.req.query();
  const invite = desk.invites.find(({ id }) => id === sent || id === resent);
  if (invite && invite.problem === null) {
    const strong = resent ? "invites.sentAgainTo" : "invites.sentTo";
    const words = t("invites.theyCanJoin", { students: t.list(invite.students) });
    return { kind: "good", strong: t(strong, { name: invite.name }), words };
  }
  if (removed) return { kind: "good", strong: t("invites.removed"), words: t("invites.removedWords") };
  if (gone) return { kind: "warn", strong: t("invites.notSentAgain"), words: t("invites.gone") };
  return null;
}

function isOver(evening: Evening, now: number): boolean {
  return evening.endsAt <= now || evening.state === "closed";
}
