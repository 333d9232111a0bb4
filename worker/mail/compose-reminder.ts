import type { EveningId, GuardianId, InviteId } from "../db/ids.ts";
import { hasStopped } from "../queries/mail-stops.ts";
import { stopAddress } from "../rules/links.ts";
import { bookingEmail } from "./booking-email.tsx";
import type { Composed, ComposeFor } from "./composing.ts";
import { guestReminderEmail } from "./guest-emails.tsx";
import { listedOf } from "./last-list.ts";
import { bookingEmailProps, findBookings } from "./load-bookings.ts";
import { coveredBy, findLiveInvitation, guestEmailProps } from "./load-invitation.ts";
import { dayWord } from "./mailing-times.ts";

/** Tomorrow's or today's appointments; not needed once the first has begun, none is left, or the guardian has stopped reminders. */
export async function composeReminder(
  to: ComposeFor,
  about: { guardianId: GuardianId; eveningId: EveningId },
): Promise<Composed> {
  const { deps, scope, school } = to;
  const found = await findBookings(to, about);
  const first = found?.booked[0];
  const day = first && first.startsAt > scope.now ? dayWord(first.startsAt, school.zone, scope.now) : null;
  if (!found || !day || (await hasStopped(scope, about.guardianId))) return { kind: "not_needed" };
  if (!found.guardian.email) return { kind: "refused", problem: "no_address" };
  const stopUrl = await stopAddress(deps.settings, school, about.guardianId);
  const props = await bookingEmailProps(to, found, { differences: null, reminder: { day, stopUrl } });
  const email = { to: found.guardian.email, ...bookingEmail(props, to.t), headers: stopHeaders(stopUrl) };
  return { kind: "email", email, listed: listedOf(found.booked) };
}

/** The same for a guest, with their link. */
export async function composeGuestReminder(to: ComposeFor, about: { inviteId: InviteId }): Promise<Composed> {
  const { deps, scope, school } = to;
  const found = await findLiveInvitation(to, about.inviteId);
  if (!found || (await hasStopped(scope, about.inviteId))) return { kind: "not_needed" };
  const covered = await coveredBy(to, found);
  const first = covered[0];
  const day = first && first.startsAt > scope.now ? dayWord(first.startsAt, school.zone, scope.now) : null;
  if (!day) return { kind: "not_needed" };
  const stopUrl = await stopAddress(deps.settings, school, about.inviteId);
  const email = guestReminderEmail({ ...(await guestEmailProps(to, found, covered)), day, stopUrl }, to.t);
  const headers = stopHeaders(stopUrl);
  return { kind: "email", email: { to: found.invite.email, ...email, headers }, listed: listedOf(covered) };
}

/** The headers by which mail programs show a button that stops the reminders with one press (RFC 2369, RFC 8058). */
function stopHeaders(address: string) {
  return [
    { name: "List-Unsubscribe", value: `<${address}>` },
    { name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" },
  ];
}
