import type { Person, School } from "../../../worker/db/records.ts";
import { guardianships, people, students } from "../../../worker/db/schema.ts";
import { birthKey } from "../../../worker/rules/birth-key.ts";
import { foldEmail, nameKey } from "../../../worker/rules/fold.ts";
import { db, settings } from "./school.ts";

/** A person of the school; a guardian unless told otherwise. */
export async function makePerson(school: School, person: Partial<Person> = {}): Promise<Person> {
  const id = crypto.randomUUID();
  const named = { id, role: "guardian" as const, title: "Mrs", forename: "Ada", surname: "O’Hara", ...person };
  const email = person.email ?? `${id.slice(0, 8)}@mail.example`;
  const keys = { nameKey: nameKey(named), emailKey: foldEmail(email) };
  await db.insert(people).values({ ...named, ...keys, email, schoolId: school.id, externalId: named.id });
  return { ...named, email };
}

/** A student born on 14 March 2016. */
export async function makeStudent(school: School, name: { forename?: string; surname?: string } = {}) {
  const student = { id: crypto.randomUUID(), forename: "Zoë", surname: "O’Hara", ...name };
  const of = { schoolId: school.id, externalId: student.id };
  await db.insert(students).values({
    ...{ ...student, ...of, nameKey: nameKey(student), yearGroup: "6", registrationGroup: "6A" },
    birthKey: await birthKey(settings.SIGNING_KEYS, of, "2016-03-14"),
  });
  return student;
}

export async function makeGuardianship(school: School, guardianId: string, studentId: string, mayBook = true) {
  await db.insert(guardianships).values({
    ...{ schoolId: school.id, guardianId, studentId, relationship: "Mother", priority: 1 },
    ...{ parentalResponsibility: true, livesWith: true, courtOrder: !mayBook, mayBook },
  });
}
