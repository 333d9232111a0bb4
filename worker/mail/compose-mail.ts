import { eq } from "drizzle-orm";
import { z } from "zod";
import { schools } from "../db/schema.ts";
import type { Deps, School } from "../http/context.ts";
import { composeBookingConfirmation } from "./compose-booking-confirmation.ts";
import { composeInvitation } from "./compose-invitation.ts";
import { composeSignIn } from "./compose-sign-in.ts";
import type { OutboxRow, Outcome } from "./outbox.ts";
import type { Mail } from "./postmark.ts";

/** What a message says: the address it goes to, and its two bodies. */
export type Letter = { to: string; subject: string; html: string; text: string };
export type Composed = { kind: "letter"; letter: Letter } | Extract<Outcome, { kind: "not_needed" | "refused" }>;
export type ComposeFor = { deps: Deps; school: School; now: number };

/** Makes the message of an outbox row out of what holds now. Throws where the row is not one of ours. */
export async function composeMail(
  deps: Deps,
  row: OutboxRow,
): Promise<{ kind: "mail"; mail: Mail } | Extract<Outcome, { kind: "not_needed" | "refused" }>> {
  const school = await deps.db.select().from(schools).where(eq(schools.id, row.schoolId)).get();
  if (!school) return { kind: "not_needed" };
  const composed = await composeKind({ deps, school, now: deps.clock() }, row);
  if (composed.kind !== "letter") return composed;
  if (!composed.letter.to) return { kind: "refused", problem: "no_address" };
  return {
    kind: "mail",
    mail: { id: row.id, schoolSlug: school.slug, schoolName: school.name, ...composed.letter },
  };
}

const aboutSignIn = z.object({ linkId: z.string() });
const aboutBookings = z.object({ guardianId: z.string(), eveningId: z.string() });
const aboutInvite = z.object({ inviteId: z.string() });

function composeKind(to: ComposeFor, row: OutboxRow): Promise<Composed> {
  const subject: unknown = JSON.parse(row.subject);
  switch (row.kind) {
    case "sign_in":
      return composeSignIn(to, aboutSignIn.parse(subject));
    case "booking_confirmation":
      return composeBookingConfirmation(to, aboutBookings.parse(subject));
    case "invitation":
      return composeInvitation(to, aboutInvite.parse(subject));
    default:
      return assertNever(row.kind);
  }
}

function assertNever(kind: never): never {
  throw new Error(`Unknown mail: ${String(kind)}`);
}
