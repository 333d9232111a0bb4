import { and, eq } from "drizzle-orm";
import { signInLinkMade } from "../changes/sign-in-links.ts";
import { commit } from "../db/guard.ts";
import type { EveningId, GuardianId } from "../db/ids.ts";
import { evenings, people } from "../db/schema.ts";
import { type Appointment, listAppointments } from "../queries/appointments.ts";
import { newSignInLink, signInUrl } from "../rules/links.ts";
import { fullName, studentName } from "../rules/names.ts";
import { schoolOrigin } from "../rules/school-origin.ts";
import { AFTER_EVENING_MS } from "../rules/session-limits.ts";
import type { BookingProps } from "./booking-email.tsx";
import type { ComposeFor } from "./composing.ts";

export type Bookings = {
  evening: typeof evenings.$inferSelect;
  guardian: typeof people.$inferSelect;
  /** By time. */
  booked: Appointment[];
};

/** What a guardian, who hasn't left, has booked for an evening that is not over. */
export async function findBookings(
  { scope }: ComposeFor,
  about: { guardianId: GuardianId; eveningId: EveningId },
): Promise<Bookings | undefined> {
  const { db, schoolId, now } = scope;
  const [[[evening], [guardian]], booked] = await Promise.all([
    db.batch([
      db
        .select()
        .from(evenings)
        .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, about.eveningId))),
      db
        .select()
        .from(people)
        .where(and(eq(people.schoolId, schoolId), eq(people.id, about.guardianId))),
    ]),
    listAppointments(scope, about),
  ]);
  return evening && guardian?.endedAt === null && evening.endsAt > now ? { evening, guardian, booked } : undefined;
}

/** What every email to a guardian says of their bookings, with a way in of its own. */
export async function bookingEmailProps(
  to: ComposeFor,
  { evening, guardian, booked }: Bookings,
  more: Pick<BookingProps, "differences" | "reminder">,
): Promise<BookingProps> {
  const { deps, school } = to;
  return {
    schoolName: school.name,
    officePhone: school.officePhone,
    zone: school.zone,
    evening: { name: evening.name, startsAt: evening.startsAt },
    rows: booked.map(toRow),
    signInUrl: await signInLink(to, guardian.id, evening.id, evening.endsAt + AFTER_EVENING_MS),
    checkUrl: `${schoolOrigin(deps.settings, school.slug)}/check`,
    ...more,
  };
}

/**
 * Made only now, as the outbox holds no token: each try has its own link. It opens this evening alone, as often as it is pressed, and lapses
 * the day after.
 */
async function signInLink(
  { deps, scope, school }: ComposeFor,
  guardianId: GuardianId,
  eveningId: EveningId,
  expiresAt: number,
) {
  const { settings } = deps;
  const returnTo = `/bookings?evening=${eveningId}`;
  const link = await newSignInLink(settings.SIGNING_KEYS, { personIds: [guardianId], returnTo, expiresAt, eveningId });
  await commit(scope.db, signInLinkMade(scope, link));
  return signInUrl(settings, school, link.id, link.keyId);
}

function toRow({ startsAt, endsAt, teachers, student, subject }: Appointment) {
  return {
    startsAt,
    endsAt,
    teachers: teachers.map((teacher) => fullName({ ...teacher, role: "teacher" })),
    student: studentName(student),
    subject,
  };
}
