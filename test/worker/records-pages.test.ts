import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { recordsImported } from "../../worker/changes/records-imported.ts";
import { commit } from "../../worker/db/guard.ts";
import {
  appointments,
  audit,
  enrolments,
  guardianships,
  outbox,
  people,
  sessions,
  students,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { importSchool, previewImport } from "../../worker/features/schools/import-school.ts";
import { readSchoolRecords } from "../../worker/queries/records.ts";
import { planImport } from "../../worker/rules/import/import-plan.ts";
import { readFiles } from "../../worker/rules/import/import-rules.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

/** Somebody of the school's at its desk. */
async function deskOf(school: SmallSchool, personId: string, postmark = fakePostmark()) {
  const { app, deps, log } = testApp(school.db, { postmark });
  const headers = { cookie: await cookieOf(school, personId), origin: school.origin };
  const get = (path: string) => app.fetch(new Request(`${school.origin}${path}`, { headers }));
  const text = async (path: string) => (await get(path)).text();
  const post = (path: string, body: Record<string, string> | [string, string][] = {}) =>
    app.fetch(
      new Request(`${school.origin}${path}`, {
        ...{ method: "POST", headers, redirect: "manual", body: new URLSearchParams(body) },
      }),
    );
  const done = async (path: string, body: Record<string, string> | [string, string][] = {}) => {
    const answer = await post(path, body);
    expect([path, answer.status]).toEqual([path, 303]);
    return answer.headers.get("location") ?? "";
  };
  return { get, text, post, done, log, deps, postmark };
}

const personOf = async ({ db, schoolId }: SmallSchool, id: string) =>
  db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, id)))
    .get();
const studentOf = async ({ db, schoolId }: SmallSchool, id: string) =>
  db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, schoolId), eq(students.id, id)))
    .get();
const bondOf = async ({ db, schoolId }: SmallSchool, guardianId: string, studentId: string) =>
  db
    .select()
    .from(guardianships)
    .where(
      and(
        eq(guardianships.schoolId, schoolId),
        eq(guardianships.guardianId, guardianId),
        eq(guardianships.studentId, studentId),
      ),
    )
    .get();
const actionsOf = async ({ db, schoolId }: SmallSchool) =>
  (await db.select().from(audit).where(eq(audit.schoolId, schoolId))).map(({ action }) => action);

const DAVID = { title: "Mr", forename: "David", surname: "Aaron", email: "david@mail.example" };

test("a guardian's page has their students, appointments, invites, mail and trail; a student's and a class's likewise", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const science = { classId: ids.science, teachers: [ids.anita] };
  await booked(school, { guardian: ids.david, student: ids.sophie, slot: 4, ...science });
  const office = await deskOf(school, ids.office);
  const david = await office.text(`/admin/people/${ids.david}`);
  for (const words of [
    "David Aaron",
    "david@mail.example",
    "Sophie Aaron",
    "May book",
    "Progress Meeting",
    "Mrs Abell",
  ])
    expect(david).toContain(words);
  const sophie = await office.text(`/admin/students/${ids.sophie}`);
  for (const words of ["Sophie Aaron", "David Aaron", "Year 6 Science", "Mrs Abell", "Booked"])
    expect(sophie).toContain(words);
  const anita = await office.text(`/admin/people/${ids.anita}`);
  for (const words of ["Mrs Anita Abell", "Science", "Review", "Sophie Aaron", "David Aaron"])
    expect(anita).toContain(words);
  const klass = await office.text(`/admin/classes/${ids.science}`);
  for (const words of ["Aaron, Sophie", "Abbot, Ben", "Mrs Anita Abell", "Progress Meeting", "1 appointment"])
    expect(klass).toContain(words);
});

test("another school's people, students and classes are not found", async () => {
  const [school, other] = [await smallSchool(), await smallSchool()];
  const office = await deskOf(school, school.ids.office);
  for (const path of [
    `/admin/people/${other.ids.david}`,
    `/admin/people/${other.ids.david}/correct`,
    `/admin/students/${other.ids.sophie}`,
    `/admin/students/${school.ids.sophie}/guardians/${other.ids.david}`,
    `/admin/classes/${other.ids.science}`,
  ])
    expect([path, (await office.get(path)).status]).toEqual([path, 404]);
  expect((await office.post(`/admin/people/${other.ids.david}/end`)).status).toBe(404);
});

test("a corrected name is found and sorted by, is on the trail, and the same again is no change", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const office = await deskOf(school, ids.office);
  const correct = `/admin/people/${ids.david}/correct`;
  expect(await office.done(correct, DAVID)).toBe(`/admin/people/${ids.david}?done=same`);
  expect(await office.done(correct, { ...DAVID, surname: "Åron" })).toBe(`/admin/people/${ids.david}?done=saved`);
  expect(await personOf(school, ids.david)).toMatchObject({
    ...{ surname: "Åron", nameKey: "david aron", sortKey: "aron david", corrected: '["surname"]' },
    ...{ email: "david@mail.example", bouncedAt: null },
  });
  expect((await actionsOf(school)).filter((action) => action.startsWith("person."))).toEqual(["person.name_corrected"]);
  expect(await office.text(`/admin/people/${ids.david}`)).toContain("Corrected here: surname");
  await office.done(`/admin/people/${ids.david}/release`);
  expect((await personOf(school, ids.david))?.corrected).toBe("[]");
  await office.done(`/admin/students/${ids.sophie}/correct`, { forename: "Sofie", surname: "Aaron" });
  expect(await studentOf(school, ids.sophie)).toMatchObject({ nameKey: "sofie aaron", corrected: '["forename"]' });
});

test("a corrected address signs them out, and a mistake in it is said beside its box with nothing lost", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  await cookieOf(school, ids.david);
  const office = await deskOf(school, ids.office);
  const correct = `/admin/people/${ids.david}/correct`;
  const refused = await office.post(correct, { ...DAVID, surname: "Kept", email: "david@nowhere" });
  expect(refused.status).toBe(422);
  const shown = await refused.text();
  expect(shown).toMatch(/id="email-error"/);
  expect(shown).toContain('value="Kept"');
  expect((await personOf(school, ids.david))?.surname).toBe("Aaron");
  await db
    .update(people)
    .set({ bouncedAt: 5 })
    .where(and(eq(people.schoolId, schoolId), eq(people.id, ids.david)));
  await office.done(correct, { ...DAVID, email: "new@mail.example" });
  expect(await personOf(school, ids.david)).toMatchObject({
    ...{ email: "new@mail.example", emailKey: "new@mail.example", bouncedAt: null, corrected: '["email"]' },
  });
  const left = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.schoolId, schoolId), eq(sessions.personId, ids.david)));
  expect(left).toEqual([]);
});

test("what is said of staff only an admin changes: an office account can't take over another's address", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  await db
    .update(people)
    .set({ role: "office" })
    .where(and(eq(people.schoolId, schoolId), eq(people.id, ids.john)));
  const office = await deskOf(school, ids.john);
  for (const id of [ids.anita, ids.office]) {
    expect((await office.get(`/admin/people/${id}`)).status).toBe(200);
    expect((await office.get(`/admin/people/${id}/correct`)).status).toBe(403);
    for (const act of ["correct", "end", "back", "mail-again", "release"])
      expect([
        act,
        (await office.post(`/admin/people/${id}/${act}`, { ...DAVID, email: "me@x.example" })).status,
      ]).toEqual([act, 403]);
  }
  expect((await personOf(school, ids.office))?.email).toBe("eleanor@mail.example");
  expect(await office.done(`/admin/people/${ids.david}/correct`, { ...DAVID, forename: "Dave" })).toContain(
    "done=saved",
  );
  // Accounts of the office end under Staff, even for an admin.
  const admin = await deskOf(school, ids.office);
  expect((await admin.post(`/admin/people/${ids.office}/end`)).status).toBe(404);
});

test("a guardian is added by hand, linked to a student, and may book; the same form again adds nobody", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const office = await deskOf(school, ids.office);
  const form = {
    id: crypto.randomUUID(),
    title: "",
    forename: "Nia",
    surname: "Pryce",
    email: "",
    ownId: "",
    student: ids.sophie,
  };
  const next = await office.done("/admin/people/new", form);
  expect(next).toBe(`/admin/students/${ids.sophie}/guardians/new?guardian=${form.id}`);
  await office.done("/admin/people/new", form);
  expect(await office.text(next)).toContain("Nia Pryce and Sophie Aaron");
  const bond = { relationship: "Aunt", priority: "2", parentalResponsibility: "1", livesWith: "0", courtOrder: "0" };
  const add = `/admin/students/${ids.sophie}/guardians/new`;
  const missing = await office.post(add, { ...bond, guardian: form.id, relationship: "" });
  expect([missing.status, (await missing.text()).includes("Say what they are")]).toEqual([422, true]);
  expect(await office.done(add, { ...bond, guardian: form.id })).toBe(`/admin/students/${ids.sophie}?done=link_added`);
  expect(await bondOf(school, form.id, ids.sophie)).toMatchObject({
    byHand: "added",
    mayBook: true,
    relationship: "Aunt",
  });
  expect((await office.post(add, { ...bond, guardian: form.id })).status).toBe(422);
  const used = await office.post("/admin/people/new", { ...form, id: crypto.randomUUID(), ownId: ids.david });
  expect([used.status, (await used.text()).includes("Another guardian has this id")]).toEqual([422, true]);
});

test("a court order by hand takes the appointments to come; the link's end takes the row out of every list", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const science = { classId: ids.science, teachers: [ids.anita] };
  await booked(school, { guardian: ids.david, student: ids.sophie, slot: 20, ...science });
  const office = await deskOf(school, ids.office);
  const link = `/admin/students/${ids.sophie}/guardians/${ids.david}`;
  const bond = { relationship: "Father", priority: "1", parentalResponsibility: "1", livesWith: "0", courtOrder: "1" };
  await office.done(link, bond);
  expect(await bondOf(school, ids.david, ids.sophie)).toMatchObject({
    byHand: "changed",
    courtOrder: true,
    mayBook: false,
  });
  const rows = await db.select().from(appointments).where(eq(appointments.schoolId, schoolId));
  expect(rows.map(({ state }) => state)).toEqual(["cancelled"]);
  expect(await office.text("/admin/people?kind=guardians&is=barred")).toContain("Aaron, David");
  await office.done(`${link}/end`);
  expect(await office.text("/admin/people?kind=guardians&is=barred")).toContain("Nobody");
  expect((await office.get(link)).status).toBe(404);
  const page = await office.text(`/admin/students/${ids.sophie}`);
  expect(page).toContain("was ended here");
  await office.done(`${link}/release`);
  expect(await bondOf(school, ids.david, ids.sophie)).toBeUndefined();
});

test("somebody who has left is ended with what follows said before, and brought back", async () => {
  const school = await smallSchool();
  const { ids } = school;
  await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    slot: 20,
    classId: ids.science,
    teachers: [ids.anita],
  });
  const office = await deskOf(school, ids.office);
  expect(await office.text(`/admin/people/${ids.david}/end`)).toContain("They have 1 appointment to come.");
  await office.done(`/admin/people/${ids.david}/end`);
  expect((await personOf(school, ids.david))?.endedAt).not.toBeNull();
  expect(await office.text(`/admin/people/${ids.david}`)).toContain("Bring them back");
  await office.done(`/admin/people/${ids.david}/back`);
  expect((await personOf(school, ids.david))?.endedAt).toBeNull();
  await office.done(`/admin/students/${ids.ben}/end`);
  expect((await studentOf(school, ids.ben))?.endedAt).not.toBeNull();
  await office.done(`/admin/students/${ids.ben}/back`);
  expect((await studentOf(school, ids.ben))?.endedAt).toBeNull();
});

test("a student is added by hand with classes; guests are forbidden and allowed", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const office = await deskOf(school, ids.office);
  const form = {
    id: crypto.randomUUID(),
    forename: "Eve",
    surname: "Hill",
    birth: "31/02/2016",
    yearGroup: "6",
    registrationGroup: "",
    ownId: "",
  };
  const refused = await office.post("/admin/students/new", form);
  expect([refused.status, (await refused.text()).includes('id="birth-error"')]).toEqual([422, true]);
  expect(await office.done("/admin/students/new", { ...form, birth: "14/03/2016" })).toBe(
    `/admin/students/${form.id}?done=added`,
  );
  expect((await studentOf(school, form.id))?.birthKey).toMatch(/^k\d+\./);
  expect(await office.text(`/admin/students/${form.id}`)).toContain("Nobody can book for this student");
  await office.done(`/admin/students/${form.id}/classes`, [
    ["class", ids.science],
    ["class", "no-such-class"],
  ]);
  const rows = await db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.schoolId, schoolId), eq(enrolments.studentId, form.id)));
  expect(rows.map(({ classId }) => classId)).toEqual([ids.science]);
  // Whose classes come with the records, these decide.
  expect((await office.get(`/admin/students/${ids.sophie}/classes`)).status).toBe(404);
  await office.done(`/admin/students/${ids.sophie}/guests`, { allowed: "0" });
  expect((await studentOf(school, ids.sophie))?.guestsAllowed).toBe(false);
  await office.done(`/admin/students/${ids.sophie}/guests`, { allowed: "1" });
  expect((await studentOf(school, ids.sophie))?.guestsAllowed).toBe(true);
});

test("Send to it again lifts the provider's stop first; what it refuses or does not answer changes nothing, and is said", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const office = await deskOf(school, ids.office);
  const bounce = () =>
    db
      .update(people)
      .set({ bouncedAt: 5 })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, ids.david)));
  await bounce();
  expect(await office.text(`/admin/people/${ids.david}`)).toContain("Send to it again");
  office.postmark.complainers.add("david@mail.example");
  expect(await office.done(`/admin/people/${ids.david}/mail-again`)).toContain("done=lift_refused");
  office.postmark.complainers.clear();
  office.postmark.hide(true);
  expect(await office.done(`/admin/people/${ids.david}/mail-again`)).toContain("done=lift_unanswered");
  expect(office.log.of("mail_stop_not_lifted")).toHaveLength(1);
  expect((await personOf(school, ids.david))?.bouncedAt).toBe(5);
  office.postmark.hide(false);
  const location = await office.done(`/admin/people/${ids.david}/mail-again?from=list`);
  expect(location).toBe("/admin/people?kind=guardians&is=bounced&done=lifted");
  expect(await office.text(location)).toContain("The stop is lifted");
  expect(office.postmark.lifted).toEqual(["david@mail.example", "david@mail.example"]);
  expect((await personOf(school, ids.david))?.bouncedAt).toBeNull();
  expect(await actionsOf(school)).toContain("person.mail_stop_lifted");
});

const HEADS = {
  students: "student_id,forename,surname,date_of_birth,year_group,registration_group",
  guardians: "guardian_id,title,forename,surname,email",
  guardianships: "guardian_id,student_id,relationship,priority,parental_responsibility,lives_with,court_order",
  staff: "staff_id,title,forename,surname,email,department",
  classes: "class_id,code,name,subject,department,year_group",
  class_teachers: "class_id,staff_id",
  enrolment: "class_id,student_id",
};
const FILES = {
  students: ["S1,Zoe,Ohara,14/03/2016,6,6A"],
  guardians: ["G1,Mrs,Ada,Ohara,ada@x.example", "G2,,Tom,Lee,tom@x.example", "G3,,Uma,Lee,uma@x.example"],
  guardianships: ["G1,S1,Mother,1,T,T,F", "G2,S1,Father,2,T,F,F"],
  staff: ["T1,Mr,Jo,Park,j.park@oak.example,Science"],
  classes: ["C1,6/Sc,Year 6 Science,Science,Science,6"],
  class_teachers: ["C1,T1"],
  enrolment: ["C1,S1"],
};
const texts = (change: Partial<Record<keyof typeof FILES, string[]>> = {}) =>
  Object.fromEntries(
    (Object.keys(FILES) as (keyof typeof FILES)[]).map((name) => [
      name,
      [HEADS[name], ...{ ...FILES, ...change }[name]].join("\n"),
    ]),
  );

test("imports keep what was corrected, added, changed and ended by hand, say so before, and decide again when released", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const office = await deskOf(school, ids.office);
  const context = { scope: schoolScope(db, schoolId, Date.now(), ids.office), settings: office.deps.settings };
  expect(await importSchool(context, texts())).toMatchObject({ ok: true });
  const byOwnId = async (externalId: string) =>
    (
      await db
        .select()
        .from(people)
        .where(and(eq(people.schoolId, schoolId), eq(people.externalId, externalId)))
        .get()
    )?.id ?? "";
  const [ada, tom, uma] = [await byOwnId("G1"), await byOwnId("G2"), await byOwnId("G3")];
  const [zoe] = await db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, schoolId), eq(students.externalId, "S1")));
  const student = zoe?.id ?? "";
  const bond = { relationship: "Aunt", priority: "3", parentalResponsibility: "1", livesWith: "0", courtOrder: "0" };

  await office.done(`/admin/people/${ada}/correct`, {
    title: "Mrs",
    forename: "Ada",
    surname: "O’Hara Lee",
    email: "ada@x.example",
  });
  await office.done(`/admin/students/${student}/correct`, { forename: "Zoë", surname: "Ohara" });
  await office.done(`/admin/students/${student}/guardians/new`, { ...bond, guardian: uma });
  await office.done(`/admin/students/${student}/guardians/${tom}/end`);
  await office.done(`/admin/students/${student}/guardians/${ada}`, {
    ...bond,
    relationship: "Foster mother",
    courtOrder: "0",
  });
  const newGuardian = {
    id: crypto.randomUUID(),
    title: "",
    forename: "By",
    surname: "Hand",
    email: "",
    ownId: "",
    student: "",
  };
  await office.done("/admin/people/new", newGuardian);

  const seen = await previewImport(context, texts());
  expect(seen.ok && seen.kept).toEqual([
    { kind: "student", id: student, name: "Zoë Ohara", columns: ["forename"] },
    { kind: "guardian", id: ada, name: "Ada O’Hara Lee", columns: ["surname"] },
    ...[
      { guardian: "Ada O’Hara Lee", byHand: "changed" },
      { guardian: "Tom Lee", byHand: "ended" },
      { guardian: "Uma Lee", byHand: "added" },
    ].map((row) => expect.objectContaining({ kind: "link", studentId: student, student: "Zoë Ohara", ...row })),
  ]);
  const confirm = await importSchool(
    context,
    texts({ guardians: ["G1,Ms,Ada,Ohara,ada@y.example", ...FILES.guardians.slice(1)] }),
  );
  expect(confirm.ok).toBe(true);
  // What was not corrected of the same person comes in.
  expect(await personOf(school, ada)).toMatchObject({
    ...{
      title: "Ms",
      surname: "O’Hara Lee",
      nameKey: "ada oharalee",
      sortKey: "oharalee ada",
      email: "ada@y.example",
      corrected: '["surname"]',
    },
  });
  expect(await studentOf(school, student)).toMatchObject({ forename: "Zoë", corrected: '["forename"]' });
  expect(await bondOf(school, uma, student)).toMatchObject({ byHand: "added", relationship: "Aunt" });
  expect(await bondOf(school, tom, student)).toMatchObject({ byHand: "ended", mayBook: false });
  expect(await bondOf(school, ada, student)).toMatchObject({ byHand: "changed", relationship: "Foster mother" });
  expect(await personOf(school, newGuardian.id)).toMatchObject({ surname: "Hand", endedAt: null });

  await office.done(`/admin/people/${ada}/release`);
  for (const guardian of [ada, tom, uma]) await office.done(`/admin/students/${student}/guardians/${guardian}/release`);
  await office.done(`/admin/students/${student}/release`);
  const again = await previewImport(context, texts());
  expect(again.ok && again.kept).toEqual([]);
  expect((await importSchool(context, texts())).ok).toBe(true);
  expect(await personOf(school, ada)).toMatchObject({ surname: "Ohara", nameKey: "ada ohara", sortKey: "ohara ada" });
  expect(await studentOf(school, student)).toMatchObject({ forename: "Zoe" });
  expect(await bondOf(school, uma, student)).toBeUndefined();
  expect(await bondOf(school, tom, student)).toMatchObject({ byHand: null, mayBook: true });
  expect(await bondOf(school, ada, student)).toMatchObject({ byHand: null, relationship: "Mother" });
});

test("an import leaves the classes of a student whom no file can name", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const office = await deskOf(school, ids.office);
  const context = { scope: schoolScope(db, schoolId, Date.now(), ids.office), settings: office.deps.settings };
  await importSchool(context, texts());
  const form = {
    id: crypto.randomUUID(),
    forename: "Eve",
    surname: "Hill",
    birth: "2016-03-14",
    yearGroup: "6",
    registrationGroup: "",
    ownId: "",
  };
  await office.done("/admin/students/new", form);
  await office.done(`/admin/students/${form.id}/classes`, { class: ids.science });
  await importSchool(context, texts());
  const rows = await db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.schoolId, schoolId), eq(enrolments.studentId, form.id)));
  expect(rows).toHaveLength(1);
  expect(await db.select().from(outbox).where(eq(outbox.schoolId, schoolId))).toEqual([]);
});

test("what the office corrects while an import is on its way is not written over: the import is planned anew", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const office = await deskOf(school, ids.office);
  const scope = schoolScope(db, schoolId, Date.now(), ids.office);
  await importSchool({ scope, settings: office.deps.settings }, texts());
  const changed = texts({
    students: ["S1,Zara,Ohara,14/03/2016,6,6A"],
    guardians: ["G1,Mrs,Ada,Other,ada@x.example", ...FILES.guardians.slice(1)],
    guardianships: ["G1,S1,Aunt,1,T,T,F", "G2,S1,Father,2,T,F,F"],
  });
  const planned = async () => {
    const read = readFiles(changed);
    if (!read.ok) throw new Error("The files can't be read");
    const newId = () => crypto.randomUUID();
    const birthKeys = new Map<string, string>();
    return planImport(read.files, await readSchoolRecords(scope), {
      schoolId,
      newId,
      birthKeys,
      responsibilityNeeded: true,
    });
  };
  const of = async (externalId: string) =>
    (
      await db
        .select()
        .from(people)
        .where(and(eq(people.schoolId, schoolId), eq(people.externalId, externalId)))
        .get()
    )?.id ?? "";
  const [student] = await db
    .select()
    .from(students)
    .where(and(eq(students.schoolId, schoolId), eq(students.externalId, "S1")));
  const [ada, zoe] = [await of("G1"), student?.id ?? ""];
  const bond = {
    relationship: "Foster mother",
    priority: "1",
    parentalResponsibility: "1",
    livesWith: "1",
    courtOrder: "0",
  };
  for (const [path, form] of [
    [`/admin/people/${ada}/correct`, { title: "Mrs", forename: "Ada", surname: "O’Hara", email: "ada@x.example" }],
    [`/admin/students/${zoe}/correct`, { forename: "Zoë", surname: "Ohara" }],
    [`/admin/students/${zoe}/guardians/${ada}`, bond],
  ] as const) {
    const plan = await planned();
    await office.done(path, form);
    expect([path, await commit(db, recordsImported(scope, plan))]).toEqual([path, "changed"]);
  }
  expect(await commit(db, recordsImported(scope, await planned()))).toBeNull();
  expect(await personOf(school, ada)).toMatchObject({ surname: "O’Hara" });
  expect(await studentOf(school, zoe)).toMatchObject({ forename: "Zoë" });
  expect(await bondOf(school, ada, zoe)).toMatchObject({ relationship: "Foster mother", byHand: "changed" });
});
