import { and, eq } from "drizzle-orm";
import { type Appointment, listAppointments } from "../bookings/appointments.ts";
import { evenings, people } from "../db/schema.ts";
import { schoolOrigin } from "../http/context.ts";
import { fullName } from "../people/names.ts";
import { createSignInLink, signInUrl } from "../people/sign-in-links.ts";
import { bookingLetter } from "./booking-letter.tsx";
import type { Composed, ComposeFor } from "./compose-mail.ts";
import { listedOf, sinceLastMail } from "./last-list.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * What a guardian has booked for an evening, what of it has changed since their last mail, and a way in; not needed once the evening is
 * over, or where everything is as the last mail had it.
 */
export async function composeBookingConfirmation(
  to: ComposeFor,
  about: { guardianId: string; eveningId: string },
): Promise<Composed> {
  const { deps, school, now } = to;
  const { db, settings } = deps;
  const [evening, guardian, booked] = await Promise.all([
    db
      .select()
      .from(evenings)
      .where(and(eq(evenings.schoolId, school.id), eq(evenings.id, about.eveningId)))
      .get(),
    db
      .select()
      .from(people)
      .where(and(eq(people.schoolId, school.id), eq(people.id, about.guardianId)))
      .get(),
    listAppointments(db, school.id, about),
  ]);
  if (!evening || !guardian || evening.endsAt <= now) return { kind: "not_needed" };
  const since = await sinceLastMail(to, booked);
  if (since.kind === "wait") return { kind: "later", problem: "waits_for_earlier", uncertain: false };
  const changes = since.kind === "since" ? since.changes : null;
  if (changes ? changes.length === 0 : booked.length === 0) return { kind: "not_needed" };
  if (!guardian.email) return { kind: "refused", problem: "no_address" };
  const letter = bookingLetter({
    schoolName: school.name,
    officePhone: school.officePhone,
    zone: school.zone,
    evening: { name: evening.name, startsAt: evening.startsAt },
    rows: booked.map(toRow),
    changes,
    signInUrl: await signInLink(to, guardian.id, evening.id, evening.endsAt + DAY_MS),
    checkUrl: `${schoolOrigin(settings, school.slug)}/check`,
  });
  return { kind: "letter", letter: { to: guardian.email, ...letter }, listed: listedOf(booked) };
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
