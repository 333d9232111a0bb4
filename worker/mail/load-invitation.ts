import { and, desc, eq } from "drizzle-orm";
import type { InviteId } from "../db/ids.ts";
import { evenings, inviteStudents, invites, outbox, people } from "../db/schema.ts";
import { type Appointment, listAppointments } from "../queries/appointments.ts";
import { guestLinks } from "../rules/links.ts";
import { fullName, studentName } from "../rules/names.ts";
import type { ComposeFor } from "./composing.ts";
import type { InvitationProps } from "./guest-parts.tsx";

export type Invitation = {
  invite: typeof invites.$inferSelect;
  evening: typeof evenings.$inferSelect;
  guardian: typeof people.$inferSelect;
};

/** An invite with its evening and whoever sent it; undefined once it is gone. */
export async function findInvitation({ scope }: ComposeFor, inviteId: InviteId): Promise<Invitation | undefined> {
  return scope.db
    .select({ invite: invites, guardian: people, evening: evenings })
    .from(invites)
    .innerJoin(people, and(eq(people.schoolId, invites.schoolId), eq(people.id, invites.guardianId)))
    .innerJoin(evenings, and(eq(evenings.schoolId, invites.schoolId), eq(evenings.id, invites.eveningId)))
    .where(and(eq(invites.schoolId, scope.schoolId), eq(invites.id, inviteId)))
    .get();
}

/** One that still holds, for an evening that is not over. */
export async function findLiveInvitation(to: ComposeFor, inviteId: InviteId): Promise<Invitation | undefined> {
  const found = await findInvitation(to, inviteId);
  return found?.invite.state === "sent" && found.evening.endsAt > to.scope.now ? found : undefined;
}

/** The booked appointments that an invite covers, by time. */
export async function coveredBy({ scope }: ComposeFor, { invite }: Invitation): Promise<Appointment[]> {
  const rows = await scope.db
    .select({ studentId: inviteStudents.studentId })
    .from(inviteStudents)
    .where(
      and(
        eq(inviteStudents.schoolId, scope.schoolId),
        eq(inviteStudents.inviteId, invite.id),
        eq(inviteStudents.live, true),
      ),
    );
  return listAppointments(scope, {
    eveningId: invite.eveningId,
    guardianId: invite.guardianId,
    studentIds: rows.map((row) => row.studentId),
  });
}

/** What every email to a guest says of the invite. */
export async function guestEmailProps(
  { deps, school }: ComposeFor,
  { invite, guardian, evening }: Invitation,
  covered: readonly Appointment[],
): Promise<InvitationProps> {
  return {
    schoolName: school.name,
    zone: school.zone,
    retentionDays: school.retentionDays,
    eveningName: evening.name,
    invitedBy: fullName(guardian),
    rows: covered.map(toRow),
    ...(await guestLinks(deps.settings, school, invite)),
  };
}

/** Whether any mail about an invite has left. */
export async function guestHasMail({ scope, row }: ComposeFor): Promise<boolean> {
  const sent = await scope.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.schoolId, scope.schoolId), eq(outbox.subject, row.subject), eq(outbox.state, "sent")))
    .orderBy(desc(outbox.sentAt))
    .limit(1)
    .get();
  return sent !== undefined;
}

function toRow({ startsAt, teachers, student, department, subject }: Appointment) {
  return {
    startsAt,
    student: studentName(student),
    teachers: teachers.map((teacher) => fullName({ ...teacher, role: "teacher" })),
    department: department || subject,
  };
}
