import { and, eq, ne } from "drizzle-orm";
import type { InviteId } from "../db/ids.ts";
import { invites } from "../db/schema.ts";
import { foldEmail } from "../rules/fold.ts";
import { fullName } from "../rules/names.ts";
import { calendarAttachment, cancelledIn } from "./calendar-attachment.ts";
import type { Composed, ComposeFor } from "./composing.ts";
import { invitationChangedEmail, invitationWithdrawnEmail } from "./guest-emails.tsx";
import { invitationEmail } from "./invitation-email.tsx";
import { hasUndecided, listedOf, sinceLastMail } from "./last-list.ts";
import {
  coveredBy,
  findInvitation,
  findLiveInvitation,
  guestEmailProps,
  guestHasMail,
  type Invitation,
} from "./load-invitation.ts";

type About = { inviteId: InviteId };

/** The guest's link and the appointments as they are now; not needed once the invite is removed or the evening over. */
export async function composeInvitation(to: ComposeFor, about: About): Promise<Composed> {
  const found = await findLiveInvitation(to, about.inviteId);
  if (!found) return { kind: "not_needed" };
  const covered = await coveredBy(to, found);
  const email = invitationEmail(await guestEmailProps(to, found, covered), to.t);
  const attachments = covered.length > 0 ? [calendarAttachment(to, "guest", covered)] : [];
  return { kind: "email", email: { to: found.invite.email, ...email, attachments }, listed: listedOf(covered) };
}

/** What is different since the guest's last mail; not needed where nothing is, or where no mail with a list has left yet. */
export async function composeInvitationChanged(to: ComposeFor, about: About): Promise<Composed> {
  const found = await findLiveInvitation(to, about.inviteId);
  if (!found) return { kind: "not_needed" };
  const covered = await coveredBy(to, found);
  // An appointment that is still booked but no longer the guest's is not theirs to be told about.
  const since = await sinceLastMail(to, covered, (gone) => gone.state === "cancelled");
  if (since.kind === "wait") return { kind: "later", problem: "waits_for_earlier", uncertain: false };
  if (since.kind === "first" || since.differences.length === 0) return { kind: "not_needed" };
  const props = { ...(await guestEmailProps(to, found, covered)), differences: since.differences };
  const email = invitationChangedEmail(props, to.t);
  const attachments = [calendarAttachment(to, "guest", [...covered, ...cancelledIn(since.differences)])];
  return { kind: "email", email: { to: found.invite.email, ...email, attachments }, listed: listedOf(covered) };
}

/** That an invitation is taken back; not needed where no mail of it ever left, or the same person is invited anew. */
export async function composeInvitationWithdrawn(to: ComposeFor, about: About): Promise<Composed> {
  const found = await findInvitation(to, about.inviteId);
  if (found?.invite.state !== "removed" || found.evening.endsAt <= to.scope.now) return { kind: "not_needed" };
  if (await hasUndecided(to)) return { kind: "later", problem: "waits_for_earlier", uncertain: false };
  if (found.invite.email === "" || !(await guestHasMail(to)) || (await isInvitedAnew(to, found)))
    return { kind: "not_needed" };
  const email = invitationWithdrawnEmail(
    {
      schoolName: to.school.name,
      retentionDays: to.school.retentionDays,
      eveningName: found.evening.name,
      invitedBy: fullName(found.guardian),
      because: found.invite.removedBecause === "student_left" ? "student_left" : "removed",
    },
    to.t,
  );
  return { kind: "email", email: { to: found.invite.email, ...email } };
}

async function isInvitedAnew({ scope }: ComposeFor, { invite }: Invitation): Promise<boolean> {
  const live = await scope.db
    .select({ email: invites.email })
    .from(invites)
    .where(
      and(
        eq(invites.schoolId, scope.schoolId),
        eq(invites.eveningId, invite.eveningId),
        eq(invites.guardianId, invite.guardianId),
        eq(invites.state, "sent"),
        ne(invites.id, invite.id),
      ),
    );
  return live.some(({ email }) => foldEmail(email) === foldEmail(invite.email));
}
