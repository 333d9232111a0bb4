import { eq } from "drizzle-orm";
import * as z from "zod";
import { assertNever } from "../../durable-objects/assert-never.ts";
import { englishWords } from "../../web/words/catalogue.ts";
import { schools } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import type { World } from "../ports/deps.ts";
import type { Mail } from "../ports/mail.ts";
import { isAboutRehearsal } from "./about-rehearsal.ts";
import { composeAddressChanged } from "./compose-address-changed.ts";
import { composeAdminLetIn } from "./compose-admin-let-in.ts";
import { composeBookingConfirmation } from "./compose-booking-confirmation.ts";
import { composeFirstAdmin } from "./compose-first-admin.ts";
import { composeInvitation, composeInvitationChanged, composeInvitationWithdrawn } from "./compose-invitation.ts";
import { composeGuestReminder, composeReminder } from "./compose-reminder.ts";
import { composeSchedule, composeScheduleChanged } from "./compose-schedule.ts";
import { composeNewDevice, composeSignIn } from "./compose-sign-in.ts";
import { composeStaffAccount } from "./compose-staff-account.ts";
import { composeWaitlistOffer } from "./compose-waitlist-offer.ts";
import type { Composed, ComposeFor, Unsent } from "./composing.ts";
import type { OutboxRow } from "./outbox.ts";

/** Makes the message of an outbox row out of what holds now; none is needed about a rehearsal, whatever its kind. Throws where the row is not one of ours. */
export async function composeMail(
  deps: World,
  row: OutboxRow,
): Promise<{ kind: "mail"; mail: Mail; listed: string | null } | Unsent> {
  const school = await deps.db.select().from(schools).where(eq(schools.id, row.schoolId)).get();
  if (!school) return { kind: "not_needed" };
  const scope = schoolScope(deps.db, school.id, deps.clock.now());
  if (await isAboutRehearsal(scope, row)) return { kind: "not_needed" };
  const composed = await composeKind({ deps, scope, school, row, t: englishWords });
  if (composed.kind !== "email") return composed;
  if (!composed.email.to) return { kind: "refused", problem: "no_address" };
  return {
    kind: "mail",
    mail: { id: row.id, schoolSlug: school.slug, schoolName: school.name, replyTo: school.replyTo, ...composed.email },
    listed: composed.listed ?? null,
  };
}

const aboutSignIn = z.object({ linkId: z.string() });
const aboutPerson = z.object({ personId: z.string() });
const aboutLetIn = z.object({ adminId: z.string(), readerId: z.string().nullable() });
const aboutBookings = z.object({ guardianId: z.string(), eveningId: z.string() });
const aboutInvite = z.object({ inviteId: z.string() });
const aboutWaiting = z.object({ waitingId: z.string() });
const aboutAddress = z.union([
  z.object({ personId: z.string() }),
  z.object({ formerOf: z.string(), formerAddress: z.string().optional() }),
]);
const aboutSchedule = z.object({ teacherId: z.string(), eveningId: z.string() });

function composeKind(to: ComposeFor): Promise<Composed> {
  const { kind } = to.row;
  const subject: unknown = JSON.parse(to.row.subject);
  switch (kind) {
    case "sign_in":
      return composeSignIn(to, aboutSignIn.parse(subject));
    case "new_device":
      return composeNewDevice(to, aboutPerson.parse(subject));
    case "booking_confirmation":
      return composeBookingConfirmation(to, aboutBookings.parse(subject));
    case "invitation":
      return composeInvitation(to, aboutInvite.parse(subject));
    case "invitation_changed":
      return composeInvitationChanged(to, aboutInvite.parse(subject));
    case "invitation_withdrawn":
      return composeInvitationWithdrawn(to, aboutInvite.parse(subject));
    case "reminder":
      return composeReminder(to, aboutBookings.parse(subject));
    case "guest_reminder":
      return composeGuestReminder(to, aboutInvite.parse(subject));
    case "teacher_schedule":
      return composeSchedule(to, aboutSchedule.parse(subject));
    case "schedule_changed":
      return composeScheduleChanged(to, aboutSchedule.parse(subject));
    case "first_admin":
      return composeFirstAdmin(to, aboutSignIn.parse(subject));
    case "admin_let_in":
      return composeAdminLetIn(to, aboutLetIn.parse(subject));
    case "waiting_list_offer":
      return composeWaitlistOffer(to, aboutWaiting.parse(subject));
    case "address_changed":
      return composeAddressChanged(to, aboutAddress.parse(subject));
    case "staff_account":
      return composeStaffAccount(to, aboutPerson.parse(subject));
    default:
      return assertNever(kind);
  }
}
