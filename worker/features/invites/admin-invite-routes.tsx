import { and, asc, eq, ne } from "drizzle-orm";
import * as z from "zod";
import { DeskInviteFormPage, FindGuardianPage } from "../../../web/pages/desk-invite-form-page.tsx";
import { DeskInvitesPage, type DeskInvitesProps } from "../../../web/pages/desk-invites-page.tsx";
import { inviteLetThrough, inviteRefused } from "../../changes/invites.ts";
import { commit } from "../../db/guard.ts";
import type { EveningId, GuardianId } from "../../db/ids.ts";
import { evenings, invites, people } from "../../db/schema.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { findEvening } from "../../queries/evenings.ts";
import { readInvitesOverview } from "../../queries/invites-overview.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";
import { fullName } from "../../rules/names.ts";
import { consentsCsv } from "./consents-csv.ts";
import { deliveryFailure } from "./delivery-words.ts";
import { type Evening, isOver } from "./evening-for-invites.ts";
import { findGuardians } from "./find-guardians.ts";
import { loadGuardianInvites } from "./guardian-invites.ts";
import { formOf, type Happened, invitePresses, type Opened, sentInvite } from "./invite-presses.ts";
import { CONSENT_ON_BEHALF, type InviteError } from "./invite-rules.ts";
import { formView } from "./invite-views.ts";

const sentForGuardian = sentInvite.extend({ guardian: z.string().max(100) });
type Sent = z.infer<typeof sentForGuardian>;

/** Every guardian's invites on the school's desk: seen, sent, sent again and removed on a guardian's behalf, each on the audit trail. */
export const adminInviteRoutes = factory
  .createApp()
  .use("/admin/invites/*", requireRole("admin", "office"))
  .get("/admin/invites", async (c) => {
    const { now } = c.var;
    const all = await eveningsOf(c);
    const asked = c.req.query("evening");
    const evening = asked === undefined ? chooseEvening(all, now) : all.find(({ id }) => id === asked);
    if (!evening && asked !== undefined) throw notFound();
    const rows = evening ? await readInvitesOverview(scopeOf(c), evening.id) : [];
    const view = { evenings: all, evening: evening ?? null, over: evening ? isOver(evening, now) : true };
    const shown = rows.map((row) => ({
      ...row,
      failure: row.mail?.kind === "failed" ? deliveryFailure(row.mail.problem, c.var.words) : null,
      mailId: crypto.randomUUID(),
    }));
    return page(c, <DeskInvitesPage {...frameOf(c)} {...view} invites={shown} news={newsOf(c)} />);
  })
  .get("/admin/invites/consents.csv", async (c) => {
    const evening = await eveningAsked(c, c.req.query("evening"));
    const csv = consentsCsv(evening.name, await readInvitesOverview(scopeOf(c), evening.id));
    c.header("cache-control", "no-store");
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", 'attachment; filename="consents.csv"');
    return c.body(csv);
  })
  .get("/admin/invites/new", async (c) => {
    const evening = await eveningAsked(c, c.req.query("evening"));
    const guardianId = c.req.query("guardian");
    if (guardianId !== undefined) {
      return showForm(c, await open(c, evening, guardianId), undefined, []);
    }
    const typed = c.req.query("name") ?? "";
    const found = await findGuardians(scopeOf(c), evening.id, typed);
    return page(c, <FindGuardianPage {...frameOf(c)} evening={evening} typed={typed} found={found} />);
  })
  .post("/admin/invites/:id/let-through", async (c) => {
    const { scope, invite, back } = await heldInvite(c);
    const refused = await commit(scope.db, inviteLetThrough(scope, { ...invite, inviteId: invite.id }));
    return back(refused === null ? "let-through" : refused);
  })
  .post("/admin/invites/:id/refuse", async (c) => {
    const { scope, invite, back } = await heldInvite(c);
    const refused = await commit(scope.db, inviteRefused(scope, invite.id));
    return back(refused === null ? "refused" : refused);
  })
  .route(
    "/admin/invites",
    invitePresses({
      ...{ form: sentForGuardian, oldForm: "oldDeskForm", onBehalf: true, only: () => undefined },
      open: async (c, sent) => open(c, await eveningAsked(c, sent.evening), sent.guardian),
      over: (c, { evening }) => backToList(c, evening.id, "gone"),
      ...{ showForm, back: backToList },
    }),
  );

/** The invite that the office decides about, whatever has become of it meanwhile. */
async function heldInvite(c: AppContext) {
  const scope = scopeOf(c);
  const { db, schoolId } = scope;
  const invite = await db
    .select()
    .from(invites)
    .where(and(eq(invites.schoolId, schoolId), eq(invites.id, c.req.param("id") ?? "")))
    .get();
  if (!invite) throw notFound();
  const back = (happened: string) =>
    c.redirect(`/admin/invites?evening=${encodeURIComponent(invite.eveningId)}&done=${happened}`, 303);
  return { scope, invite, back };
}

/** A guardian with a student in the evening, and their invites; 404 for anybody else. */
async function open(c: AppContext, evening: Evening, guardianId: GuardianId): Promise<Opened> {
  const scope = scopeOf(c);
  const { db, schoolId } = scope;
  const [guardian, guardianInvites] = await Promise.all([
    db
      .select()
      .from(people)
      .where(and(eq(people.schoolId, schoolId), eq(people.id, guardianId), eq(people.role, "guardian")))
      .get(),
    loadGuardianInvites(scope, guardianId, evening.id),
  ]);
  if (!guardian || guardianInvites.choices.length === 0) throw notFound();
  return { guardian, evening, guardianInvites };
}

async function eveningAsked(c: AppContext, eveningId: EveningId | undefined): Promise<Evening> {
  const evening = eveningId === undefined ? undefined : await findEvening(scopeOf(c), eveningId);
  if (!evening) throw notFound();
  return evening;
}

/** By time; nobody is invited to a draft. */
function eveningsOf(c: AppContext): Promise<Evening[]> {
  const { db, schoolId } = scopeOf(c);
  return db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), ne(evenings.state, "draft")))
    .orderBy(asc(evenings.startsAt), asc(evenings.id));
}

function showForm(c: AppContext, opened: Opened, sent: Sent | undefined, errors: InviteError[]) {
  const { guardian, evening, guardianInvites } = opened;
  const { name, email, consent, students } = formView(guardianInvites, sent && formOf(sent), c.var.words);
  const given = {
    ...{ evening, name, email, consent, students, errors },
    guardian: { id: guardian.id, name: fullName(guardian) },
    inviteId: sent?.invite ?? crypto.randomUUID(),
    consentWords: c.var.words(CONSENT_ON_BEHALF.words),
  };
  return page(c, <DeskInviteFormPage {...frameOf(c)} {...given} />, errors.length > 0 ? 422 : 200);
}

function backToList(c: AppContext, eveningId: EveningId, happened: Happened): Response {
  return c.redirect(`/admin/invites?evening=${encodeURIComponent(eveningId)}&done=${happened}`, 303);
}

function newsOf(c: AppContext): DeskInvitesProps["news"] {
  switch (c.req.query("done")) {
    case "sent":
      return { kind: "good", words: "Invite sent." };
    case "held":
      return { kind: "warn", words: "Not sent yet: the school has to look at this invite first. It is at the top." };
    case "let-through":
      return { kind: "good", words: "Let through: the invite is sent." };
    case "refused":
      return { kind: "good", words: "Not let through. Nobody was mailed, and the guardian reads that it ended." };
    case "not-held":
      return { kind: "warn", words: "Somebody has decided about this invite meanwhile." };
    case "not-any-more":
      return {
        kind: "warn",
        words: "Not sent: the guardian may not invite for this student any more, or the evening is over.",
      };
    case "invited-already":
      return { kind: "warn", words: "Not sent: the student has another guest by now. Remove that invite first." };
    case "resent":
      return { kind: "good", words: "Invite sent again." };
    case "removed":
      return { kind: "good", words: "Invite removed. Its link no longer works, and the guest is told." };
    case "gone":
      return { kind: "warn", words: "Not sent. The invite was removed meanwhile, or the evening is over." };
    default:
      return null;
  }
}
