import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { inviteResent } from "../../changes/invites.ts";
import { commit } from "../../db/guard.ts";
import type { EveningId, GuardianId, InviteId } from "../../db/ids.ts";
import type { Person } from "../../db/records.ts";
import { invites } from "../../db/schema.ts";
import { type AppContext, factory, followUp } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound, Problem, type ProblemName } from "../../http/problem.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { findEvening } from "../../queries/evenings.ts";
import { tick, ticked, typedInPart } from "../../rules/form-fields.ts";
import { type Evening, isOver } from "./evening-for-invites.ts";
import type { GuardianInvites } from "./guardian-invites.ts";
import type { InviteError, InviteForm } from "./invite-rules.ts";
import { removeInvite } from "./remove-invite.ts";
import { isResent } from "./resend-invite.ts";
import { sendInvite } from "./send-invite.ts";

/** What both forms send. `invite` is made by the form, so that sending it twice makes one invite. */
export const sentInvite = z.object({
  evening: z.string().max(64),
  invite: z.uuid(),
  name: typedInPart(400),
  email: typedInPart(400),
  consent: tick("yes"),
  student: ticked.default([]),
});
export type SentInvite = z.infer<typeof sentInvite>;

/** Of the mail that a press on Resend asks for; a form of before has none and is a press of its own. */
const resendForm = z.object({ mail: z.uuid().catch(() => crypto.randomUUID()) });

/** A guardian and their invites in an evening. */
export type Opened = { guardian: Person; evening: Evening; guardianInvites: GuardianInvites };
export type Happened = "sent" | "held" | "resent" | "removed" | "gone";

/** Who presses: a guardian, or the office on a guardian's behalf. */
export type Inviter<Sent extends SentInvite> = {
  form: z.ZodType<Sent>;
  /** Said of a form that no page of today's has sent. */
  oldForm: ProblemName;
  onBehalf: boolean;
  /** Whose invites they resend and remove; undefined where any guardian's of the school. */
  only: (c: AppContext) => string | undefined;
  /** Whom the form is about; throws 404 where they may not invite for them. */
  open: (c: AppContext, sent: Sent) => Promise<Opened>;
  over: (c: AppContext, opened: Opened) => Response | Promise<Response>;
  /** The answer instead, where they have sent too many. */
  tooManySent?: (c: AppContext, opened: Opened) => Promise<Response | null>;
  tooManyResent?: (c: AppContext, evening: Evening, inviteId: InviteId) => Promise<Response | null>;
  showForm: (c: AppContext, opened: Opened, sent: Sent, errors: InviteError[]) => Response | Promise<Response>;
  back: (c: AppContext, eveningId: EveningId, happened: Happened, inviteId: InviteId) => Response;
};

/** Sending an invite, sending it again, and removing it. */
export function invitePresses<Sent extends SentInvite>(by: Inviter<Sent>) {
  return factory
    .createApp()
    .post("/", async (c) => send(c, by, await readForm(c, by.form, () => new Problem(400, by.oldForm))))
    .post("/:id/resend", async (c) => resend(c, by, await find(c, c.req.param("id"), by.only(c))))
    .post("/:id/remove", async (c) => {
      const { invite, evening } = await find(c, c.req.param("id"), by.only(c));
      if (invite.state !== "removed") await removeInvite(scopeOf(c), invite.id, "removed");
      await followUp(c);
      return by.back(c, evening.id, "removed", invite.id);
    });
}

/** What was typed and ticked, as the rules read it. */
export function formOf({ name, email, consent, student }: SentInvite): InviteForm {
  return { name, email, consent, studentIds: student };
}

async function send<Sent extends SentInvite>(c: AppContext, by: Inviter<Sent>, sent: Sent): Promise<Response> {
  const { now, deps, words: t } = c.var;
  const opened = await by.open(c, sent);
  if (isOver(opened.evening, now)) return by.over(c, opened);
  const refused = await by.tooManySent?.(c, opened);
  if (refused) return refused;
  const { guardian, evening } = opened;
  const asked = { scope: scopeOf(c), settings: deps.settings, guardian, evening, onBehalf: by.onBehalf, t };
  const result = await sendInvite({ ...asked, inviteId: sent.invite, form: formOf(sent) });
  if (!result.ok) return by.showForm(c, { ...opened, guardianInvites: result.guardianInvites }, sent, result.errors);
  return by.back(c, evening.id, result.held ? "held" : "sent", sent.invite);
}

type Found = Awaited<ReturnType<typeof find>>;

async function resend<Sent extends SentInvite>(c: AppContext, by: Inviter<Sent>, { invite, evening }: Found) {
  const { id, state } = invite;
  if (state !== "sent" || isOver(evening, c.var.now)) return by.back(c, evening.id, "gone", id);
  const { mail } = await readForm(c, resendForm);
  const scope = scopeOf(c);
  if (await isResent(scope, mail)) return by.back(c, evening.id, "resent", id);
  const refused = await by.tooManyResent?.(c, evening, id);
  if (refused) return refused;
  await commit(scope.db, inviteResent(scope, id, mail));
  return by.back(c, evening.id, "resent", id);
}

/** An invite of the school, of this guardian's where one is named, and its evening. */
async function find(c: AppContext, inviteId: InviteId, guardianId: GuardianId | undefined) {
  const scope = scopeOf(c);
  const theirs = guardianId === undefined ? undefined : eq(invites.guardianId, guardianId);
  const which = and(eq(invites.schoolId, scope.schoolId), eq(invites.id, inviteId), theirs);
  const invite = await scope.db.select().from(invites).where(which).get();
  const evening = invite && (await findEvening(scope, invite.eveningId));
  if (!invite || !evening) throw notFound();
  return { invite, evening };
}
