import { and, asc, eq, ne } from "drizzle-orm";
import * as z from "zod";
import { DeskInviteFormPage, FindGuardianPage } from "../../../web/pages/desk-invite-form-page.tsx";
import { DeskInvitesPage, type DeskInvitesProps } from "../../../web/pages/desk-invites-page.tsx";
import { inviteResent } from "../../changes/invites.ts";
import { commit } from "../../db/guard.ts";
import type { Person } from "../../db/records.ts";
import { evenings, invites, people } from "../../db/schema.ts";
import { type AppContext, factory, followUp } from "../../http/context.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { page, schoolView, viewerOf } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { readInvitesOverview } from "../../queries/invites-overview.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";
import { fullName } from "../../rules/names.ts";
import { consentsCsv } from "./consents-csv.ts";
import { deliveryFault } from "./delivery-words.ts";
import type { Evening } from "./evening-for-invites.ts";
import { findGuardians } from "./find-guardians.ts";
import { type InviteDesk, loadInviteDesk } from "./guardian-invites.ts";
import { mailIdOf } from "./guardian-routes.tsx";
import { CONSENT_ON_BEHALF, type InviteError } from "./invite-rules.ts";
import { formView } from "./invite-views.ts";
import { removeInvite } from "./remove-invite.ts";
import { sendInvite } from "./send-invite.ts";

const text = z
  .string()
  .catch("")
  .transform((typed) => typed.slice(0, 400));
const inviteForm = z.object({
  evening: z.string().max(64),
  guardian: z.string().max(100),
  invite: z.uuid(),
  name: text,
  email: text,
  consent: z.literal("yes").optional().catch(undefined),
  student: z.union([z.string(), z.array(z.string())]).default([]),
});
type Sent = z.infer<typeof inviteForm>;

/** Every guardian's invites on the school's desk: seen, sent, sent again and removed on a guardian's behalf, each on the audit trail. */
export const adminInviteRoutes = factory
  .createApp()
  .use("/admin/invites/*", requireRole("admin"))
  .get("/admin/invites", async (c) => {
    const { school, now } = c.var;
    const all = await eveningsOf(c);
    const asked = c.req.query("evening");
    const evening = asked === undefined ? chooseEvening(all, now) : all.find(({ id }) => id === asked);
    if (!evening && asked !== undefined) throw notFound();
    const rows = evening ? await readInvitesOverview(scopeOf(c), evening.id) : [];
    const view = { evenings: all, evening: evening ?? null, over: evening ? isOver(evening, now) : true };
    const invites = rows.map((row) => ({
      ...row,
      fault: row.mail?.kind === "failed" ? deliveryFault(row.mail.problem, c.var.words) : null,
      mailId: crypto.randomUUID(),
    }));
    return page(c, <DeskInvitesPage {...frame(c)} {...view} zone={school.zone} invites={invites} news={newsOf(c)} />);
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
      const opened = await open(c, evening, guardianId);
      return showForm(c, evening, opened, undefined, []);
    }
    const typed = c.req.query("name") ?? "";
    const found = await findGuardians(scopeOf(c), evening.id, typed);
    return page(c, <FindGuardianPage {...frame(c)} evening={evening} typed={typed} found={found} />);
  })
  .post("/admin/invites", async (c) => {
    const form = inviteForm.safeParse(await c.req.parseBody({ all: true }));
    if (!form.success) throw new Problem(400, "oldDeskForm");
    return send(c, form.data);
  })
  .post("/admin/invites/:id/resend", async (c) => {
    const { deps, now } = c.var;
    const { invite, evening } = await find(c, c.req.param("id"));
    if (invite.state !== "sent" || isOver(evening, now)) return backToList(c, evening.id, "gone");
    const mailId = await mailIdOf(c);
    await commit(deps.db, inviteResent(scopeOf(c), invite.id, mailId));
    followUp(c);
    return backToList(c, evening.id, "resent");
  })
  .post("/admin/invites/:id/remove", async (c) => {
    const { deps } = c.var;
    const { invite, evening } = await find(c, c.req.param("id"));
    if (invite.state === "sent") await removeInvite(deps, scopeOf(c), invite.id, "removed");
    return backToList(c, evening.id, "removed");
  });

async function send(c: AppContext, sent: Sent): Promise<Response> {
  const { deps, now } = c.var;
  const evening = await eveningAsked(c, sent.evening);
  const { guardian } = await open(c, evening, sent.guardian);
  if (isOver(evening, now)) return backToList(c, evening.id, "gone");
  const form = { ...fieldsOf(sent), consent: sent.consent === "yes" };
  const { settings } = deps;
  const request = { scope: scopeOf(c), settings, guardian, evening, inviteId: sent.invite, form };
  const result = await sendInvite({ ...request, onBehalf: true, t: c.var.words });
  if (!result.ok) return showForm(c, evening, { guardian, desk: result.desk }, sent, result.errors);
  followUp(c);
  return backToList(c, evening.id, "sent");
}

type Opened = { guardian: Person; desk: InviteDesk };

/** A guardian with a student in the evening, and their invites; 404 for anybody else. */
async function open(c: AppContext, evening: Evening, guardianId: string): Promise<Opened> {
  const { deps, school } = c.var;
  const [guardian, desk] = await Promise.all([
    deps.db
      .select()
      .from(people)
      .where(and(eq(people.schoolId, school.id), eq(people.id, guardianId), eq(people.role, "guardian")))
      .get(),
    loadInviteDesk(scopeOf(c), guardianId, evening.id),
  ]);
  if (!guardian || desk.choices.length === 0) throw notFound();
  return { guardian, desk };
}

async function find(c: AppContext, inviteId: string) {
  const { deps, school } = c.var;
  const found = await deps.db
    .select({ invite: invites, evening: evenings })
    .from(invites)
    .innerJoin(evenings, and(eq(evenings.schoolId, invites.schoolId), eq(evenings.id, invites.eveningId)))
    .where(and(eq(invites.schoolId, school.id), eq(invites.id, inviteId)))
    .get();
  if (!found) throw notFound();
  return found;
}

async function eveningAsked(c: AppContext, eveningId: string | undefined): Promise<Evening> {
  const evening = (await eveningsOf(c)).find(({ id }) => id === eveningId);
  if (!evening) throw notFound();
  return evening;
}

/** By time; nobody is invited to a draft. */
function eveningsOf(c: AppContext): Promise<Evening[]> {
  const { deps, school } = c.var;
  return deps.db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, school.id), ne(evenings.state, "draft")))
    .orderBy(asc(evenings.startsAt), asc(evenings.id));
}

function fieldsOf(sent: Sent) {
  return { name: sent.name, email: sent.email, studentIds: [sent.student].flat() };
}

function showForm(c: AppContext, evening: Evening, opened: Opened, sent: Sent | undefined, errors: InviteError[]) {
  const { guardian, desk } = opened;
  const { name, email, consent, students } = formView(
    desk,
    sent && { ...fieldsOf(sent), consent: sent.consent === "yes" },
    c.var.words,
  );
  const given = {
    ...{ evening, name, email, consent, students, errors },
    guardian: { id: guardian.id, name: fullName(guardian) },
    inviteId: sent?.invite ?? crypto.randomUUID(),
    consentWords: c.var.words(CONSENT_ON_BEHALF.words),
  };
  return page(c, <DeskInviteFormPage {...frame(c)} {...given} />, errors.length > 0 ? 422 : 200);
}

type Happened = "sent" | "resent" | "removed" | "gone";

function backToList(c: AppContext, eveningId: string, happened: Happened): Response {
  return c.redirect(`/admin/invites?evening=${encodeURIComponent(eveningId)}&done=${happened}`, 303);
}

function newsOf(c: AppContext): DeskInvitesProps["news"] {
  switch (c.req.query("done")) {
    case "sent":
      return { kind: "good", words: "Invite sent." };
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

function isOver(evening: Evening, now: number): boolean {
  return evening.endsAt <= now || evening.state === "closed";
}

function frame(c: AppContext) {
  return { school: schoolView(c.var.school), viewer: viewerOf(c.var.person) };
}
