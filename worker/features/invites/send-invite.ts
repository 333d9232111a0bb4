import { and, eq } from "drizzle-orm";
import type { Words } from "../../../web/words/words.ts";
import { inviteSent } from "../../changes/invites.ts";
import { commit } from "../../db/guard.ts";
import type { InviteId } from "../../db/ids.ts";
import type { Person } from "../../db/records.ts";
import { invites } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { Problem } from "../../http/problem.ts";
import type { Settings } from "../../ports/settings.ts";
import { foldEmail } from "../../rules/fold.ts";
import type { Evening } from "./evening-for-invites.ts";
import { type GuardianInvites, loadGuardianInvites, teacherEmails } from "./guardian-invites.ts";
import {
  type CheckedInvite,
  CONSENT,
  CONSENT_ON_BEHALF,
  checkInvite,
  type InviteError,
  type InviteForm,
} from "./invite-rules.ts";

export type SendInvite = {
  scope: Scope;
  settings: Pick<Settings, "SIGNING_KEYS">;
  guardian: Person;
  evening: Evening;
  /** Made by the form, so that sending it twice makes one invite and one mail. */
  inviteId: InviteId;
  form: InviteForm;
  /** Whether an admin, who is then the scope's actor, writes down what the guardian told the school. */
  onBehalf: boolean;
  /** Of whoever consents: what they read is what is stored. */
  t: Words;
};

/** Invites a guest, or says what to put right, with the guardian's invites as they are now. Of two at once for one student, one is refused. */
export async function sendInvite(
  request: SendInvite,
): Promise<{ ok: true; held: boolean } | { ok: false; errors: InviteError[]; guardianInvites: GuardianInvites }> {
  const known = await knownInvite(request);
  if (known) return { ok: true, held: known.held };
  const first = await check(request);
  if (!first.ok) return first;
  const refused = await commit(request.scope.db, inviteSent(request.scope, inviteOf(request, first.invite)));
  // Somebody was faster: this very form, or another invite for one of the students.
  const made = await knownInvite(request);
  if (made) return { ok: true, held: made.held };
  const second = await check(request);
  if (second.ok) throw new Error(`An invite was refused as ${refused}, and nothing stands against it`);
  return second;
}

async function check({ scope, guardian, evening, form, t }: SendInvite) {
  const [guardianInvites, teachers] = await Promise.all([
    loadGuardianInvites(scope, guardian.id, evening.id),
    teacherEmails(scope, evening.id),
  ]);
  const context = {
    choices: guardianInvites.choices,
    ownEmail: foldEmail(guardian.email),
    teacherEmails: teachers,
    guests: guardianInvites.invites.map(({ name, email }) => ({ name, email: foldEmail(email) })),
  };
  const result = checkInvite(form, context, t);
  return result.ok ? result : { ...result, guardianInvites };
}

/** The invite that the form has made, if it has: `held` where the school has to look at it first. */
async function knownInvite({ scope, guardian, evening, inviteId }: SendInvite): Promise<{ held: boolean } | null> {
  const known = await scope.db
    .select({ guardianId: invites.guardianId, eveningId: invites.eveningId, state: invites.state })
    .from(invites)
    .where(and(eq(invites.schoolId, scope.schoolId), eq(invites.id, inviteId)))
    .get();
  if (!known) return null;
  if (known.guardianId === guardian.id && known.eveningId === evening.id) return { held: known.state === "held" };
  throw new Problem(409, "usedInviteForm");
}

function inviteOf({ settings, guardian, evening, inviteId, onBehalf, t }: SendInvite, invite: CheckedInvite) {
  const { words, version } = onBehalf ? CONSENT_ON_BEHALF : CONSENT;
  return {
    ...{ ...invite, id: inviteId, eveningId: evening.id, guardianId: guardian.id, onBehalf },
    ...{ keyId: settings.SIGNING_KEYS.current, consent: { words: t(words), version } },
  };
}
