import { InviteFormPage } from "../../../web/pages/invite-form-page.tsx";
import { ManageInvitesPage, type ManageInvitesProps } from "../../../web/pages/manage-invites-page.tsx";
import type { EveningId, InviteId } from "../../db/ids.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { limit } from "../../http/rate-limit.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { type Evening, eveningForInvites, isOver } from "./evening-for-invites.ts";
import { type GuardianInvites, loadGuardianInvites } from "./guardian-invites.ts";
import { formOf, type Happened, invitePresses, type Opened, type SentInvite, sentInvite } from "./invite-presses.ts";
import { CONSENT, canInvite, type InviteError } from "./invite-rules.ts";
import { formView, manageView } from "./invite-views.ts";

const HOUR_MS = 3_600_000;
const RESENDS_AN_HOUR = 5;
/** Against using the school's mail to bother strangers; a family needs a handful. */
const INVITES_A_DAY = 20;

/** Manage Invites and Invite Parent/Guardian: pages, and the inside of the dialog where `web/islands/invite-dialog.tsx` asks for it. */
export const guardianRoutes = factory
  .createApp()
  .use("/bookings/invites/*", requireRole("guardian"))
  .get("/bookings/invites", async (c) => {
    const opened = await open(c, c.req.query("evening"));
    return manage(c, opened, newsOf(c, opened.guardianInvites));
  })
  .get("/bookings/invites/new", async (c) => {
    const opened = await open(c, c.req.query("evening"));
    if (isOver(opened.evening, c.var.now) || !canInvite(opened.guardianInvites.choices)) return manage(c, opened, null);
    return showForm(c, opened, undefined, []);
  })
  .route(
    "/bookings/invites",
    invitePresses({
      ...{ form: sentInvite, oldForm: "oldInviteForm", onBehalf: false },
      ...{ only: (c) => signedIn(c).id, open: (c, sent) => open(c, sent.evening) },
      over: (c, opened) => manage(c, opened, null),
      ...{ tooManySent, tooManyResent, showForm, back: backToList },
    }),
  );

async function tooManySent(c: AppContext, opened: Opened): Promise<Response | null> {
  if (await isWithin(c, `invites ${signedIn(c).id}`, INVITES_A_DAY, 24 * HOUR_MS)) return null;
  const t = c.var.words;
  const words = t("invites.notSent.text", { most: INVITES_A_DAY });
  return manage(c, opened, { kind: "warn", strong: t("invites.notSent.title"), words }, 429);
}

async function tooManyResent(c: AppContext, evening: Evening, inviteId: InviteId): Promise<Response | null> {
  if (await isWithin(c, `resend ${inviteId}`, RESENDS_AN_HOUR, HOUR_MS)) return null;
  const t = c.var.words;
  const words = t("invites.notSentAgain.text", { most: RESENDS_AN_HOUR });
  return manage(c, await open(c, evening.id), { kind: "warn", strong: t("invites.notSentAgain.title"), words }, 429);
}

/** Counts one try. False beyond the limit: the page says so itself. */
async function isWithin(c: AppContext, key: string, most: number, windowMs: number): Promise<boolean> {
  try {
    await limit(c, key, most, windowMs);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return false;
  }
}

/** The evening and the guardian's invites in it; 404 where no student of theirs takes part. */
async function open(c: AppContext, eveningId: EveningId | undefined): Promise<Opened> {
  const guardian = signedIn(c);
  const evening = await eveningForInvites(scopeOf(c), guardian.id, eveningId);
  if (!evening) throw notFound();
  const guardianInvites = await loadGuardianInvites(scopeOf(c), guardian.id, evening.id);
  if (guardianInvites.choices.length === 0 && guardianInvites.invites.length === 0) throw notFound();
  return { guardian, evening, guardianInvites };
}

function showForm(
  c: AppContext,
  { evening, guardianInvites }: Opened,
  sent: SentInvite | undefined,
  errors: InviteError[],
) {
  const t = c.var.words;
  const view = formView(guardianInvites, sent && formOf(sent), t);
  const inviteId = sent?.invite ?? crypto.randomUUID();
  const given = { ...around(c, evening), ...view, inviteId, errors, consentWords: t(CONSENT.words) };
  return page(c, <InviteFormPage {...given} />, errors.length > 0 ? 422 : 200);
}

type News = ManageInvitesProps["news"];

function manage(c: AppContext, { evening, guardianInvites }: Opened, news: News, status: 200 | 429 = 200) {
  const view = manageView(guardianInvites, isOver(evening, c.var.now), c.var.words);
  return page(c, <ManageInvitesPage {...around(c, evening)} {...view} news={news} />, status);
}

function around(c: AppContext, evening: Evening) {
  const frame = c.req.header("x-parlour-dialog") ? ("dialog" as const) : ("page" as const);
  c.header("vary", "x-parlour-dialog");
  return { frame, ...frameOf(c), evening: { id: evening.id, name: evening.name } };
}

/** Only ids go into the address: names and addresses stay out of histories and logs. */
function backToList(c: AppContext, eveningId: EveningId, happened: Happened, inviteId: InviteId): Response {
  return c.redirect(`/bookings/invites?evening=${eveningId}&${happened}=${inviteId}`, 303);
}

function newsOf(c: AppContext, guardianInvites: GuardianInvites): News {
  const t = c.var.words;
  const { sent, held, resent, removed, gone } = c.req.query();
  const invite = guardianInvites.invites.find(({ id }) => id === sent || id === resent);
  const waits = guardianInvites.invites.find(({ id, held: isHeld }) => isHeld && id === held);
  if (waits) {
    const words = t("invites.held.text");
    return { kind: "warn", strong: t("invites.held.title", { name: waits.name }), words };
  }
  if (invite && invite.problem === null) {
    const strong = resent ? "invites.sentAgain.title" : "invites.sent.title";
    const words = t("invites.sent.text", { students: t.list(invite.students) });
    return { kind: "good", strong: t(strong, { name: invite.name }), words };
  }
  if (removed) return { kind: "good", strong: t("invites.removed.title"), words: t("invites.removed.text") };
  if (gone)
    return { kind: "warn", strong: t("invites.notSentAgain.title"), words: t("invites.notSentAgain.gone.text") };
  return null;
}
