import type { EveningId, GuardianId } from "../db/ids.ts";
import { bookingEmail } from "./booking-email.tsx";
import { calendarAttachment, cancelledIn } from "./calendar-attachment.ts";
import type { Composed, ComposeFor } from "./composing.ts";
import { listedOf, sinceLastMail } from "./last-list.ts";
import { bookingEmailProps, findBookings } from "./load-bookings.ts";

/**
 * What a guardian has booked for an evening, what of it has changed since their last mail, and a way in; not needed once the evening is
 * over, or where everything is as the last mail had it.
 */
export async function composeBookingConfirmation(
  to: ComposeFor,
  about: { guardianId: GuardianId; eveningId: EveningId },
): Promise<Composed> {
  const found = await findBookings(to, about);
  if (!found) return { kind: "not_needed" };
  const { booked, guardian } = found;
  const since = await sinceLastMail(to, booked);
  if (since.kind === "wait") return { kind: "later", problem: "waits_for_earlier", uncertain: false };
  const differences = since.kind === "since" ? since.differences : null;
  if (differences ? differences.length === 0 : booked.length === 0) return { kind: "not_needed" };
  if (!guardian.email) return { kind: "refused", problem: "no_address" };
  const email = bookingEmail(await bookingEmailProps(to, found, { differences, reminder: null }), to.t);
  const attachments = [calendarAttachment(to, "guardian", [...booked, ...cancelledIn(differences)])];
  return { kind: "email", email: { to: guardian.email, ...email, attachments }, listed: listedOf(booked) };
}
