import { bookingLetter } from "./booking-letter.tsx";
import { calendarAttachment, cancelledIn } from "./calendar-attachment.ts";
import type { Composed, ComposeFor } from "./compose-mail.ts";
import { listedOf, sinceLastMail } from "./last-list.ts";
import { bookingLetterProps, findBookings } from "./load-bookings.ts";

/**
 * What a guardian has booked for an evening, what of it has changed since their last mail, and a way in; not needed once the evening is
 * over, or where everything is as the last mail had it.
 */
export async function composeBookingConfirmation(
  to: ComposeFor,
  about: { guardianId: string; eveningId: string },
): Promise<Composed> {
  const found = await findBookings(to, about);
  if (!found) return { kind: "not_needed" };
  const { booked, guardian } = found;
  const since = await sinceLastMail(to, booked);
  if (since.kind === "wait") return { kind: "later", problem: "waits_for_earlier", uncertain: false };
  const changes = since.kind === "since" ? since.changes : null;
  if (changes ? changes.length === 0 : booked.length === 0) return { kind: "not_needed" };
  if (!guardian.email) return { kind: "refused", problem: "no_address" };
  const letter = bookingLetter(await bookingLetterProps(to, found, { changes, reminder: null }), to.t);
  const attachments = [calendarAttachment(to, "guardian", [...booked, ...cancelledIn(changes)])];
  return { kind: "letter", letter: { to: guardian.email, ...letter, attachments }, listed: listedOf(booked) };
}
