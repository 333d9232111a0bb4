import { and, eq } from "drizzle-orm";
import type { EveningId, TeacherId } from "../db/ids.ts";
import { evenings, people } from "../db/schema.ts";
import { type Appointment, listAppointments } from "../queries/appointments.ts";
import { fullName, studentName } from "../rules/names.ts";
import { schoolOrigin } from "../rules/school-origin.ts";
import type { Composed, ComposeFor } from "./composing.ts";
import { type Difference, listedOf, sinceLastMail } from "./last-list.ts";
import { scheduleEmail } from "./schedule-email.tsx";

type About = { teacherId: TeacherId; eveningId: EveningId };

/** A teacher's evening as it stands; not needed once it is over or they have left, or where nobody has booked them. */
export async function composeSchedule(to: ComposeFor, about: About): Promise<Composed> {
  const booked = await listAppointments(to.scope, about);
  return booked.length === 0 ? { kind: "not_needed" } : compose(to, about, booked, null);
}

/** What is different since the teacher's last mail; not needed where nothing is. */
export async function composeScheduleChanged(to: ComposeFor, about: About): Promise<Composed> {
  const booked = await listAppointments(to.scope, about);
  const since = await sinceLastMail(to, booked);
  if (since.kind === "wait") return { kind: "later", problem: "waits_for_earlier", uncertain: false };
  if (since.kind === "first" || since.differences.length === 0) return { kind: "not_needed" };
  return compose(to, about, booked, since.differences);
}

async function compose(
  { deps, scope, school, t }: ComposeFor,
  { teacherId, eveningId }: About,
  booked: readonly Appointment[],
  differences: readonly Difference[] | null,
): Promise<Composed> {
  const { db, schoolId, now } = scope;
  const [[evening], [teacher]] = await db.batch([
    db
      .select()
      .from(evenings)
      .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId))),
    db
      .select()
      .from(people)
      .where(and(eq(people.schoolId, schoolId), eq(people.id, teacherId))),
  ]);
  if (!evening || teacher?.endedAt !== null || evening.endsAt <= now) return { kind: "not_needed" };
  if (!teacher.email) return { kind: "refused", problem: "no_address" };
  const origin = schoolOrigin(deps.settings, school.slug);
  const email = scheduleEmail(
    {
      schoolName: school.name,
      zone: school.zone,
      evening: { name: evening.name, startsAt: evening.startsAt },
      scheduleUrl: `${origin}/staff/schedule?evening=${encodeURIComponent(evening.id)}`,
      checkUrl: `${origin}/check`,
      rows: booked.map((appointment) => toRow(appointment, teacherId)),
      differences,
    },
    t,
  );
  return { kind: "email", email: { to: teacher.email, ...email }, listed: listedOf(booked) };
}

function toRow({ startsAt, endsAt, student, guardian, subject, teachers }: Appointment, teacherId: TeacherId) {
  return {
    ...{ startsAt, endsAt, subject },
    student: studentName(student),
    guardian: fullName({ ...guardian, role: "guardian" }),
    with: teachers.filter(({ id }) => id !== teacherId).map((teacher) => fullName({ ...teacher, role: "teacher" })),
  };
}
