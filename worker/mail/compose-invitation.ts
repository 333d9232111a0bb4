import { and, eq } from "drizzle-orm";
import { type Appointment, listAppointments } from "../bookings/appointments.ts";
import { evenings, inviteStudents, invites, people } from "../db/schema.ts";
import { guestLinks } from "../invites/guest-links.ts";
import { guestTokenOf } from "../invites/guest-token.ts";
import { fullName } from "../people/names.ts";
import type { Composed, ComposeFor } from "./compose-mail.ts";
import { invitationLetter } from "./invitation-letter.tsx";

/** The guest's link and the appointments as they are now; not needed once the invite is removed or the evening over. */
export async function composeInvitation(to: ComposeFor, about: { inviteId: string }): Promise<Composed> {
  const { deps, school, now } = to;
  const invite = await deps.db
    .select({ invite: invites, guardian: people, evening: evenings })
    .from(invites)
    .innerJoin(people, and(eq(people.schoolId, invites.schoolId), eq(people.id, invites.guardianId)))
    .innerJoin(evenings, and(eq(evenings.schoolId, invites.schoolId), eq(evenings.id, invites.eveningId)))
    .where(and(eq(invites.schoolId, school.id), eq(invites.id, about.inviteId)))
    .get();
  if (invite?.invite.state !== "sent" || invite.evening.endsAt <= now) return { kind: "not_needed" };
  const token = await guestTokenOf(deps.settings.SIGNING_KEYS, invite.invite);
  const letter = invitationLetter({
    schoolName: school.name,
    zone: school.zone,
    retentionDays: school.retentionDays,
    eveningName: invite.evening.name,
    invitedBy: fullName(invite.guardian),
    rows: (await coveredBy(to, invite.invite)).map(toRow),
    ...guestLinks(deps.settings, school.slug, invite.invite.id, token),
  });
  return { kind: "letter", letter: { to: invite.invite.email, ...letter } };
}

async function coveredBy({ deps, school }: ComposeFor, invite: typeof invites.$inferSelect): Promise<Appointment[]> {
  const rows = await deps.db
    .select({ studentId: inviteStudents.studentId })
    .from(inviteStudents)
    .where(
      and(
        eq(inviteStudents.schoolId, school.id),
        eq(inviteStudents.inviteId, invite.id),
        eq(inviteStudents.live, true),
      ),
    );
  return listAppointments(deps.db, school.id, {
    eveningId: invite.eveningId,
    guardianId: invite.guardianId,
    studentIds: rows.map((row) => row.studentId),
  });
}

function toRow({ startsAt, teachers, student, department, subject }: Appointment) {
  return {
    startsAt,
    student: `${student.forename} ${student.surname}`,
    teachers: teachers.map((teacher) => fullName({ ...teacher, role: "teacher" })),
    department: department || subject,
  };
}
