import { and, asc, eq } from "drizzle-orm";
import type { EveningId, InviteId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { consents, inviteStudents, invites, people, students } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { HeldBecause } from "../rules/guest-bar.ts";
import { fullName, studentName } from "../rules/names.ts";
import { type MailState, mailStatesOf } from "./mail-states.ts";

/** An invite as the school's desk sees it, with the consent that it stands on. */
export type InviteOverview = {
  id: string;
  guardian: { id: string; name: string };
  /** Of the guest; both empty once they are forgotten, the address also after "This isn't me". */
  name: string;
  email: string;
  students: string[];
  state: "sent" | "removed" | "held";
  /** Why the school has to look at it, or had to. */
  heldBecause: HeldBecause | null;
  removedBecause: "removed" | "not_me" | "student_left" | "guardian_barred" | "school" | null;
  mail: MailState | null;
  consent: {
    words: string;
    version: number;
    givenAt: number;
    withdrawnAt: number | null;
    /** Of the students as the consent names them. */
    students: string[];
    recordedBy: string | null;
  } | null;
};

/** Every invite of an evening: those that the school has to look at first, then those that hold, then the removed; each by guardian. */
export async function readInvitesOverview(scope: Scope, eveningId: EveningId): Promise<InviteOverview[]> {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ invite: invites, guardian: people, consent: consents })
    .from(invites)
    .innerJoin(people, and(eq(people.schoolId, invites.schoolId), eq(people.id, invites.guardianId)))
    .leftJoin(consents, and(eq(consents.schoolId, invites.schoolId), eq(consents.inviteId, invites.id)))
    .where(and(eq(invites.schoolId, schoolId), eq(invites.eveningId, eveningId)))
    .orderBy(asc(people.surname), asc(people.forename), asc(invites.createdAt), asc(invites.id));
  const ids = rows.map(({ invite }) => invite.id);
  const [covered, mails, names] = await Promise.all([
    studentsOf(scope, ids),
    mailStatesOf(scope, ids),
    namesOf(scope, rows),
  ]);
  const all = rows.map(
    ({ invite, guardian, consent }): InviteOverview => ({
      ...{ id: invite.id, name: invite.name, email: invite.email, state: invite.state },
      ...{ heldBecause: invite.heldBecause, removedBecause: invite.removedBecause },
      guardian: { id: guardian.id, name: fullName(guardian) },
      students: covered.get(invite.id) ?? [],
      mail: mails.get(invite.id) ?? null,
      consent: consent && {
        ...{ words: consent.words, version: consent.wordsVersion },
        ...{ givenAt: consent.givenAt, withdrawnAt: consent.withdrawnAt },
        students: idsOf(consent.studentIds).flatMap((id) => names.students.get(id) ?? []),
        recordedBy: consent.recordedBy && (names.people.get(consent.recordedBy) ?? "somebody who has left"),
      },
    }),
  );
  return (["held", "sent", "removed"] as const).flatMap((state) => all.filter((invite) => invite.state === state));
}

/** By invite: whom it covers, or did before it was removed. */
async function studentsOf(scope: Scope, inviteIds: InviteId[]): Promise<Map<string, string[]>> {
  const { db, schoolId } = scope;
  const rows = await db
    .select({
      inviteId: inviteStudents.inviteId,
      live: inviteStudents.live,
      forename: students.forename,
      surname: students.surname,
    })
    .from(inviteStudents)
    .innerJoin(students, and(eq(students.schoolId, inviteStudents.schoolId), eq(students.id, inviteStudents.studentId)))
    .where(and(eq(inviteStudents.schoolId, schoolId), inList(inviteStudents.inviteId, inviteIds)))
    .orderBy(asc(students.externalId));
  const live = new Set(rows.filter((row) => row.live).map((row) => row.inviteId));
  const found = new Map<string, string[]>();
  for (const row of rows)
    if (row.live || !live.has(row.inviteId))
      found.set(row.inviteId, [...(found.get(row.inviteId) ?? []), studentName(row)]);
  return found;
}

type Row = { consent: typeof consents.$inferSelect | null };

/** The names behind the ids that consents keep. */
async function namesOf(scope: Scope, rows: Row[]) {
  const { db, schoolId } = scope;
  const studentIds = rows.flatMap(({ consent }) => (consent ? idsOf(consent.studentIds) : []));
  const personIds = rows.flatMap(({ consent }) => consent?.recordedBy ?? []);
  const [students_, people_] = await db.batch([
    db
      .select({ id: students.id, forename: students.forename, surname: students.surname })
      .from(students)
      .where(and(eq(students.schoolId, schoolId), inList(students.id, studentIds))),
    db
      .select()
      .from(people)
      .where(and(eq(people.schoolId, schoolId), inList(people.id, personIds))),
  ]);
  return {
    students: new Map(students_.map((student) => [student.id, studentName(student)])),
    people: new Map(people_.map((person) => [person.id, fullName(person)])),
  };
}

function idsOf(json: string): string[] {
  const ids: unknown = JSON.parse(json);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}
