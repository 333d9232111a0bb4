import { and, eq } from "drizzle-orm";
import { createSignInLink, signInUrl } from "../changes/sign-in-links.ts";
import { evenings, people } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import { schoolOrigin } from "../http/context.ts";
import { type Appointment, listAppointments } from "../queries/appointments.ts";
import { fullName } from "../rules/names.ts";
import type { BookingProps } from "./booking-letter.tsx";
import type { ComposeFor } from "./compose-mail.ts";

const DAY_MS = 24 * 3_600_000;

export type Bookings = {
  evening: typeof evenings.$inferSelect;
  guardian: typeof people.$inferSelect;
  /** By time. */
  booked: Appointment[];
};

/** What a guardian has booked for an evening that is not over. */
export async function findBookings(
  { deps, scope, school, now }: ComposeFor,
  about: { guardianId: string; eveningId: string },
): Promise<Bookings | undefined> {
  const { db } = deps;
  const [[[evening], [guardian]], booked] = await Promise.all([
    db.batch([
      db
        .select()
        .from(evenings)
        .where(and(eq(evenings.schoolId, school.id), eq(evenings.id, about.eveningId))),
      db
        .select()
        .from(people)
        .where(and(eq(people.schoolId, school.id), eq(people.id, about.guardianId))),
    ]),
    listAppointments(scope, about),
  ]);
  return evening && guardian && evening.endsAt > now ? { evening, guardian, booked } : undefined;
}

/** What every letter to a guardian says of their bookings, with a way in of its own. */
export async function bookingLetterProps(
  to: ComposeFor,
  { evening, guardian, booked }: Bookings,
  more: Pick<BookingProps, "changes" | "reminder">,
): Promise<BookingProps> {
  const { deps, school } = to;
  return {
    schoolName: school.name,
    officePhone: school.officePhone,
    zone: school.zone,
    evening: { name: evening.name, startsAt: evening.startsAt },
    rows: booked.map(toRow),
    signInUrl: await signInLink(to, guardian.id, evening.id, evening.endsAt + DAY_MS),
    checkUrl: `${schoolOrigin(deps.settings, school.slug)}/check`,
    ...more,
  };
}

/** Made only now, as the outbox holds no token: each try has its own link, and all of them lapse the day after the evening. */
async function signInLink({ deps, school, now }: ComposeFor, guardianId: string, eveningId: string, expiresAt: number) {
  const { db, settings } = deps;
  const { linkId, statements } = await createSignInLink(db, settings, {
    schoolId: school.id,
    personIds: [guardianId],
    returnTo: `/bookings?evening=${eveningId}`,
    now,
    expiresAt,
  });
  await db.batch(statements);
  return signInUrl(settings, school, linkId, settings.SIGNING_KEYS.current);
}

function toRow({ startsAt, endsAt, teachers, student, subject }: Appointment) {
  return {
    startsAt,
    endsAt,
    teachers: teachers.map((teacher) => fullName({ ...teacher, role: "teacher" })),
    student: `${student.forename} ${student.surname}`,
    subject,
  };
}
