import { and, desc, eq } from "drizzle-orm";
import type { EveningId, GuardianId } from "../../db/ids.ts";
import {
  classTeachers,
  enrolments,
  eveningClasses,
  guardianships,
  inviteStudents,
  invites,
  people,
  students,
} from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { type MailState, mailStatesOf } from "../../queries/mail-states.ts";
import { booksFor } from "../../rules/booking/may-book.ts";
import { studentName } from "../../rules/names.ts";
import type { ChoiceState, StudentChoice } from "./invite-rules.ts";

/** An invite as its guardian sees it. `held`: the school looks at it first. `problem`: a word for why its newest mail failed. */
export type GuardianInvite = {
  id: string;
  name: string;
  email: string;
  students: string[];
  held: boolean;
  problem: string | null;
};

/** An invite whose mail reached somebody else; its address is forgotten. */
export type WrongAddress = { id: string; name: string; students: string[] };

/** All that a guardian can see and do about invites in one evening. */
export type GuardianInvites = { choices: StudentChoice[]; invites: GuardianInvite[]; wrong: WrongAddress[] };

/** Reads them; empty choices where the guardian has no student in the evening. */
export async function loadGuardianInvites(
  scope: Scope,
  guardianId: GuardianId,
  eveningId: EveningId,
): Promise<GuardianInvites> {
  const [theirs, all] = await Promise.all([
    studentsInEvening(scope, guardianId, eveningId),
    invitesOf(scope, guardianId, eveningId),
  ]);
  const live = all.filter((invite) => invite.state !== "removed");
  const mails = await mailStatesOf(
    scope,
    live.map((invite) => invite.id),
  );
  const guestOf = new Map(live.flatMap((invite) => invite.students.map(({ id }) => [id, invite.name] as const)));
  const names = (invite: (typeof all)[number]) => invite.students.map((student) => student.name);
  return {
    choices: theirs.map((student) => ({ id: student.id, name: student.name, state: choiceState(student, guestOf) })),
    invites: live.map((invite) => ({
      id: invite.id,
      name: invite.name,
      email: invite.email,
      students: names(invite),
      held: invite.state === "held",
      problem: problemOf(mails.get(invite.id)),
    })),
    wrong: all
      .filter((invite) => invite.removedBecause === "not_me" && invite.students.some(({ id }) => !guestOf.has(id)))
      .map((invite) => ({ id: invite.id, name: invite.name, students: names(invite) })),
  };
}

/** Addresses of the evening's teachers, folded for comparison. */
export async function teacherEmails(scope: Scope, eveningId: EveningId): Promise<string[]> {
  const { db, schoolId } = scope;
  const rows = await db
    .selectDistinct({ emailKey: people.emailKey })
    .from(eveningClasses)
    .innerJoin(
      classTeachers,
      and(eq(classTeachers.schoolId, eveningClasses.schoolId), eq(classTeachers.classId, eveningClasses.classId)),
    )
    .innerJoin(people, and(eq(people.schoolId, classTeachers.schoolId), eq(people.id, classTeachers.teacherId)))
    .where(and(eq(eveningClasses.schoolId, schoolId), eq(eveningClasses.eveningId, eveningId)));
  return rows.map((row) => row.emailKey).filter(Boolean);
}

function problemOf(mail: MailState | undefined): string | null {
  return mail?.kind === "failed" ? mail.problem : null;
}

type Student = { id: string; name: string; guestsAllowed: boolean };

function choiceState(student: Student, guestOf: Map<string, string>): ChoiceState {
  const guestName = guestOf.get(student.id);
  if (guestName !== undefined) return { kind: "invited", guestName };
  return student.guestsAllowed ? { kind: "free" } : { kind: "not_allowed" };
}

async function studentsInEvening(scope: Scope, guardianId: GuardianId, eveningId: EveningId): Promise<Student[]> {
  const { db, schoolId } = scope;
  const rows = await db
    .selectDistinct({
      id: students.id,
      externalId: students.externalId,
      forename: students.forename,
      surname: students.surname,
      guestsAllowed: students.guestsAllowed,
    })
    .from(guardianships)
    .innerJoin(students, and(eq(students.schoolId, guardianships.schoolId), eq(students.id, guardianships.studentId)))
    .innerJoin(
      enrolments,
      and(eq(enrolments.schoolId, guardianships.schoolId), eq(enrolments.studentId, guardianships.studentId)),
    )
    .innerJoin(
      eveningClasses,
      and(eq(eveningClasses.schoolId, enrolments.schoolId), eq(eveningClasses.classId, enrolments.classId)),
    )
    .where(and(booksFor(schoolId, guardianId), eq(eveningClasses.eveningId, eveningId)))
    .orderBy(students.externalId);
  return rows.map(({ id, guestsAllowed, ...student }) => ({ id, name: studentName(student), guestsAllowed }));
}

async function invitesOf(scope: Scope, guardianId: GuardianId, eveningId: EveningId) {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ invite: invites, student: { id: students.id, forename: students.forename, surname: students.surname } })
    .from(invites)
    .innerJoin(
      inviteStudents,
      and(eq(inviteStudents.schoolId, invites.schoolId), eq(inviteStudents.inviteId, invites.id)),
    )
    .innerJoin(students, and(eq(students.schoolId, invites.schoolId), eq(students.id, inviteStudents.studentId)))
    .where(and(eq(invites.schoolId, schoolId), eq(invites.guardianId, guardianId), eq(invites.eveningId, eveningId)))
    .orderBy(desc(invites.createdAt), invites.id, students.externalId);
  const byId = new Map<string, typeof invites.$inferSelect & { students: { id: string; name: string }[] }>();
  for (const { invite, student } of rows) {
    const known = byId.get(invite.id) ?? { ...invite, students: [] };
    known.students.push({ id: student.id, name: studentName(student) });
    byId.set(invite.id, known);
  }
  return [...byId.values()];
}
