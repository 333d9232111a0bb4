import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { peopleEnded } from "../../worker/changes/people-ended.ts";
import { commit } from "../../worker/db/guard.ts";
import {
  audit,
  classTeachers,
  enrolments,
  guardianships,
  outbox,
  people,
  schools,
  sessions,
  students,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { importSchool, previewImport } from "../../worker/features/schools/import-school.ts";
import { sameBirth } from "../../worker/rules/birth-key.ts";
import type { FileName } from "../../worker/rules/import/import-files.ts";
import { db, makeSchool, settings } from "../support/worker/school.ts";

const HEADS: Record<FileName, string> = {
  students: "student_id,forename,surname,date_of_birth,year_group,registration_group",
  guardians: "guardian_id,title,forename,surname,email",
  guardianships: "guardian_id,student_id,relationship,priority,parental_responsibility,lives_with,court_order",
  staff: "staff_id,title,forename,surname,email,department",
  classes: "class_id,code,name,subject,department,year_group",
  class_teachers: "class_id,staff_id",
  enrolment: "class_id,student_id",
};

const small = (): Record<FileName, string[]> => ({
  students: ["S1,Zoë,O'Hara,14/03/2016,6,6A", "S2,Max,O'Hara,02/09/2017,5,5A"],
  guardians: ["G1,Mrs,Ada,O'Hara,Ada@Mail.Example", "G2,,Tom,Lee,"],
  guardianships: ["G1,S1,Mother,1,T,T,F", "G1,S2,Mother,1,Yes,Yes,No", "G2,S1,Father,2,T,F,T", "G2,S2,Uncle,3,F,F,F"],
  staff: ["T1,Mr,Jo,Park,j.park@oak.example,Science", "T2,Ms,Lu,Wu,l.wu@oak.example,Art"],
  classes: ["C1,6/Sc,Year 6 Science,Science,Science,6"],
  class_teachers: ["C1,T2", "C1,T1"],
  enrolment: ["C1,S1", "C1,S2"],
});

const textsOf = (rows: Record<FileName, string[]>) =>
  Object.fromEntries(
    (Object.keys(HEADS) as FileName[]).map((name) => [name, [HEADS[name], ...rows[name]].join("\r\n")]),
  );

const contextOf = (schoolId: string, ring = settings.SIGNING_KEYS) => ({
  scope: schoolScope(db, schoolId, 1_000),
  settings: { SIGNING_KEYS: ring },
});

const all = (school: string) =>
  Promise.all([
    db.select().from(people).where(eq(people.schoolId, school)),
    db.select().from(students).where(eq(students.schoolId, school)),
    db.select().from(guardianships).where(eq(guardianships.schoolId, school)),
    db.select().from(classTeachers).where(eq(classTeachers.schoolId, school)),
    db.select().from(enrolments).where(eq(enrolments.schoolId, school)),
  ]);

test("a school is imported, and a second time nothing changes", async () => {
  const { id } = await makeSchool();
  const first = await importSchool(contextOf(id), textsOf(small()));
  expect(first).toMatchObject({ ok: true, counts: { students: { create: 2, update: 0, same: 0, remove: 0 } } });
  const before = await all(id);
  const second = await importSchool(contextOf(id), textsOf(small()));
  expect(
    second.ok && Object.values(second.counts).map(({ create, update, remove }) => create + update + remove),
  ).toEqual(Array(7).fill(0));
  expect(await all(id)).toEqual(before);
  expect(await db.select().from(audit).where(eq(audit.schoolId, id))).toHaveLength(2);
});

test("names and addresses are stored as written and as compared; a date of birth only as its HMAC", async () => {
  const { id } = await makeSchool();
  await importSchool(contextOf(id), textsOf(small()));
  const zoe = await db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, id), eq(students.externalId, "S1")))
    .get();
  expect(zoe).toMatchObject({ forename: "Zoë", nameKey: "zoe ohara", guestsAllowed: true });
  expect(JSON.stringify(zoe)).not.toContain("2016");
  const of = { schoolId: id, externalId: "S1" };
  expect(await sameBirth(settings.SIGNING_KEYS, of, zoe?.birthKey ?? "", "2016-03-14")).toBe(true);
  expect(await sameBirth(settings.SIGNING_KEYS, of, zoe?.birthKey ?? "", "2016-03-15")).toBe(false);
  const ada = await db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, id), eq(people.externalId, "G1")))
    .get();
  expect(ada).toMatchObject({
    role: "guardian",
    email: "Ada@Mail.Example",
    emailKey: "ada@mail.example",
    calendarVersion: 1,
  });
});

test("a court order, or no parental responsibility, keeps a guardian from booking", async () => {
  const { id } = await makeSchool();
  await importSchool(contextOf(id), textsOf(small()));
  const rows = await db.select().from(guardianships).where(eq(guardianships.schoolId, id));
  expect(rows.map((row) => [row.relationship, row.mayBook]).sort()).toEqual([
    ["Father", false],
    ["Mother", true],
    ["Mother", true],
    ["Uncle", false],
  ]);
});

test("a school that does not ask for parental responsibility: only a court order keeps a guardian from booking", async () => {
  const { id } = await makeSchool();
  await db.update(schools).set({ responsibilityNeeded: false }).where(eq(schools.id, id));
  await importSchool(contextOf(id), textsOf(small()));
  const rows = await db.select().from(guardianships).where(eq(guardianships.schoolId, id));
  expect(rows.filter((row) => !row.mayBook).map((row) => row.relationship)).toEqual(["Father"]);
  const again = await previewImport(contextOf(id), textsOf(small()));
  expect(again).toMatchObject({ counts: { guardianships: { update: 0, same: 4 } } });
});

test("a changed row keeps its id and what the files do not carry; a link that is gone ends", async () => {
  const { id } = await makeSchool();
  await importSchool(contextOf(id), textsOf(small()));
  const [before] = await db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, id), eq(students.externalId, "S1")));
  await db
    .update(students)
    .set({ guestsAllowed: false })
    .where(and(eq(students.schoolId, id), eq(students.externalId, "S1")));
  const rows = {
    ...small(),
    class_teachers: ["C1,T1"],
    students: ["S1,Zoe,Hara,14/03/2016,6,6B", small().students[1] ?? ""],
  };
  const report = await importSchool(contextOf(id), textsOf(rows));
  expect(report).toMatchObject({
    counts: {
      students: { create: 0, update: 1, same: 1 },
      class_teachers: { update: 1, remove: 1 },
      staff: { same: 2 },
    },
  });
  const [after] = await db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, id), eq(students.externalId, "S1")));
  expect(after).toMatchObject({ id: before?.id, surname: "Hara", guestsAllowed: false });
  expect(await db.select().from(classTeachers).where(eq(classTeachers.schoolId, id))).toMatchObject([{ position: 0 }]);
});

test("one fault, and nothing at all is imported; a look beforehand changes nothing either", async () => {
  const { id } = await makeSchool();
  const bad = { ...small(), enrolment: ["C1,S1", "C1,S9"] };
  const report = await importSchool(contextOf(id), textsOf(bad));
  expect(report).toMatchObject({
    ok: false,
    errors: [{ file: "enrolment.csv", line: 3, column: "student_id", value: "S9" }],
  });
  expect(await previewImport(contextOf(id), textsOf(small()))).toMatchObject({
    ok: true,
    counts: { staff: { create: 2 } },
  });
  expect((await all(id)).flat()).toEqual([]);
});

test("two schools may use the same ids", async () => {
  const [one, two] = [await makeSchool(), await makeSchool()];
  await importSchool(contextOf(one.id), textsOf(small()));
  const before = await all(one.id);
  await importSchool(contextOf(two.id), textsOf({ ...small(), guardians: ["G1,Mrs,Eva,Else,", "G2,,Tom,Lee,"] }));
  expect(await all(one.id)).toEqual(before);
});

test("after a change of keys an import writes dates of birth under the new one, and until then the old one compares", async () => {
  const { id } = await makeSchool();
  await importSchool(contextOf(id), textsOf(small()));
  const rotated = {
    current: "k2",
    keys: { ...settings.SIGNING_KEYS.keys, k2: "a-second-key-of-thirty-two-letters-and-more" },
  };
  const [old] = await db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, id), eq(students.externalId, "S1")));
  const of = { schoolId: id, externalId: "S1" };
  expect(await sameBirth(rotated, of, old?.birthKey ?? "", "2016-03-14")).toBe(true);
  const report = await importSchool(contextOf(id, rotated), textsOf(small()));
  expect(report).toMatchObject({ counts: { students: { update: 2 } } });
  const [renewed] = await db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, id), eq(students.externalId, "S1")));
  expect(renewed?.birthKey).toMatch(/^k2\./);
  expect(await sameBirth(rotated, of, renewed?.birthKey ?? "", "2016-03-14")).toBe(true);
});

test("a large school goes in: 1,300 students, 700 classes, 15,600 enrolments", { timeout: 60_000 }, async () => {
  const { id } = await makeSchool();
  const number = (length: number) => Array.from({ length }, (_, index) => index);
  const rows: Record<FileName, string[]> = {
    students: number(1_300).map((n) => `S${n},Łucja Maria,Wójcik-${n},0${1 + (n % 9)}/0${1 + (n % 9)}/2013,7,7A`),
    guardians: number(1_700).map((n) => `G${n},Mrs,Agnieszka,Wójcik-${n},a.wojcik.${n}@mail.example`),
    guardianships: number(1_700).map((n) => `G${n},S${n % 1_300},Mother,1,T,T,F`),
    staff: number(80).map((n) => `T${n},Mr,Jo,Park-${n},j.park.${n}@oak.example,Science`),
    classes: number(700).map((n) => `C${n},7/${n},Year 7 Science,Science,Science,7`),
    class_teachers: number(800).map((n) => `C${n % 700},T${n % 80}`),
    enrolment: number(15_600).map((n) => `C${(n * 7) % 700},S${Math.floor(n / 12)}`),
  };
  const report = await importSchool(contextOf(id), textsOf(rows));
  expect(report).toMatchObject({ ok: true, counts: { students: { create: 1_300 }, guardianships: { create: 1_700 } } });
  expect(await db.$count(enrolments, eq(enrolments.schoolId, id))).toBe(15_600);
  const again = await importSchool(contextOf(id), textsOf(rows));
  expect(again).toMatchObject({ ok: true, counts: { enrolment: { create: 0, update: 0, same: 15_600, remove: 0 } } });
});

test("a school is imported from several tabs at the same moment: everybody is there once", async () => {
  const { id } = await makeSchool();
  const reports = await Promise.all([1, 2, 3].map(() => importSchool(contextOf(id), textsOf(small()))));
  expect(reports.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect((await all(id)).map((rows) => rows.length)).toEqual([4, 2, 4, 2, 2]);
});

const staffOf = async (id: string, externalId: string) =>
  db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, id), eq(people.externalId, externalId)))
    .get();

test("who is not in the files any more is named, and stays until the office says that they have left; who is in later files is back", async () => {
  const { id } = await makeSchool();
  await importSchool(contextOf(id), textsOf(small()));
  const fewer = {
    ...small(),
    staff: small().staff.slice(0, 1),
    students: small().students.slice(0, 1),
    guardians: small().guardians.slice(0, 1),
  };
  fewer.guardianships = ["G1,S1,Mother,1,T,T,F"];
  fewer.class_teachers = ["C1,T1"];
  fewer.enrolment = ["C1,S1"];
  const preview = await previewImport(contextOf(id), textsOf(fewer));
  expect(preview).toMatchObject({
    ...{ ok: true, back: 0 },
    absent: { staff: [{ name: "Wu, Lu" }], students: [{ name: "O'Hara, Max" }], guardians: [{ name: "Lee, Tom" }] },
  });
  const linked = async () => (await db.select().from(guardianships).where(eq(guardianships.schoolId, id))).length;
  const before = await linked();
  await importSchool(contextOf(id), textsOf(fewer));
  expect(await staffOf(id, "T2")).toMatchObject({ endedAt: null });
  expect(await db.select().from(classTeachers).where(eq(classTeachers.schoolId, id))).toHaveLength(2);
  await importSchool(contextOf(id), textsOf(fewer), "left");
  expect([(await staffOf(id, "T2"))?.endedAt, (await staffOf(id, "G2"))?.endedAt]).toEqual([1_000, 1_000]);
  // What they have booked is the office's to decide, however often the same files come.
  await importSchool(contextOf(id), textsOf(fewer));
  expect(await linked()).toBe(before);
  const again = await previewImport(contextOf(id), textsOf(fewer));
  expect(again).toMatchObject({ absent: { staff: [], students: [], guardians: [] } });
  const whole = await previewImport(contextOf(id), textsOf(small()));
  expect(whole).toMatchObject({ back: 3 });
  await importSchool(contextOf(id), textsOf(small()));
  expect([(await staffOf(id, "T2"))?.endedAt, (await staffOf(id, "G2"))?.endedAt]).toEqual([null, null]);
  const rows = await db.select().from(classTeachers).where(eq(classTeachers.schoolId, id));
  expect(rows).toHaveLength(2);
});

test("whom the office has ended, no file brings back: neither themselves nor their classes, and the files change nothing", async () => {
  const { id } = await makeSchool();
  await importSchool(contextOf(id), textsOf(small()));
  const wu = await staffOf(id, "T2");
  const ada = await staffOf(id, "G1");
  await commit(db, peopleEnded(schoolScope(db, id, 900), sql`SELECT ${wu?.id} UNION SELECT ${ada?.id}`));
  const preview = await previewImport(contextOf(id), textsOf(small()));
  expect(
    preview.ok && Object.values(preview.counts).map(({ create, update, remove }) => create + update + remove),
  ).toEqual(Array(7).fill(0));
  await importSchool(contextOf(id), textsOf(small()));
  expect(await staffOf(id, "T2")).toMatchObject({ endedAt: 900 });
  const rows = await db.select().from(classTeachers).where(eq(classTeachers.schoolId, id));
  expect(rows.map(({ teacherId }) => teacherId)).not.toContain(wu?.id);
  const may = await db
    .select()
    .from(guardianships)
    .where(and(eq(guardianships.schoolId, id), eq(guardianships.mayBook, true)));
  expect(may).toEqual([]);
});

test("an address that an import changes: what was sent to the old one is worth nothing, and both addresses are told", async () => {
  const { id } = await makeSchool();
  await importSchool(contextOf(id), textsOf(small()));
  const ada = await staffOf(id, "G1");
  await db
    .insert(sessions)
    .values({ schoolId: id, tokenHash: "h", personId: ada?.id ?? "", createdAt: 0, expiresAt: 9e12 });
  const moved = { ...small(), guardians: ["G1,Mrs,Ada,O'Hara,ada@new.example", "G2,,Tom,Lee,"] };
  await importSchool(contextOf(id), textsOf(moved));
  expect(await db.select().from(sessions).where(eq(sessions.schoolId, id))).toEqual([]);
  expect(await staffOf(id, "G1")).toMatchObject({ email: "ada@new.example", calendarVersion: 2 });
  const mails = await db.select().from(outbox).where(eq(outbox.schoolId, id));
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    `{"formerOf":"${ada?.id}","formerAddress":"Ada@Mail.Example"}`,
    `{"personId":"${ada?.id}"}`,
  ]);
  await importSchool(contextOf(id), textsOf(moved));
  expect(await db.select().from(outbox).where(eq(outbox.schoolId, id))).toHaveLength(2);
});
