import { eq } from "drizzle-orm";
import { englishWords } from "../../../web/words/catalogue.ts";
import { schools } from "../../../worker/db/schema.ts";
import type { Scope } from "../../../worker/db/scope.ts";
import { composeBookingConfirmation } from "../../../worker/mail/compose-booking-confirmation.ts";
import type { OutboxRow } from "../../../worker/mail/outbox.ts";
import type { Deps } from "../../../worker/ports/deps.ts";

/** The way in of the mail that tells a guardian of their bookings, as the mail has it. */
export async function bookingLink(
  deps: Deps,
  { db, schoolId }: Scope,
  guardianId: string,
  eveningId: string,
): Promise<string> {
  const school = await db.select().from(schools).where(eq(schools.id, schoolId)).get();
  if (!school) throw new Error("no school");
  const scope = { db, schoolId, actor: "system", now: deps.clock.now() } as const;
  const subject = JSON.stringify({ guardianId, eveningId });
  const row = { id: "row", schoolId, kind: "booking_confirmation", subject, createdAt: scope.now } as OutboxRow;
  const composed = await composeBookingConfirmation(
    { deps, scope, school, row, t: englishWords },
    { guardianId, eveningId },
  );
  const text = composed.kind === "email" ? composed.email.text : "";
  const link = /http\S+\/sign-in\/link\/[0-9a-f]{32}/.exec(text)?.[0];
  if (!link) throw new Error(`The mail has no link: ${JSON.stringify(composed)}`);
  return link;
}
