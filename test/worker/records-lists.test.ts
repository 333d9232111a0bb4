import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "../../worker/db/client.ts";
import {
  absences,
  appointments,
  classes,
  classTeachers,
  enrolments,
  evenings,
  guardianships,
  people,
  students,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { type RecordsAsked, readRecordsPage } from "../../worker/queries/records-lists.ts";
import { RECORDS_KINDS, type RecordsFilter, type RecordsKind } from "../../worker/queries/records-search.ts";
import { classSortKey, foldEmail, nameKey, sortKey } from "../../worker/rules/fold.ts";
import { searchWords } from "../../worker/rules/records-search.ts";
import { browserOf } from "../support/worker/booking.ts";
import { countedD1, wholeReads } from "../support/worker/counted-d1.ts";
import { booked, type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

type NewPerson = { forename: string; surname: string; email?: string; id?: string; role?: "guardian" | "teacher" };

async function addPerson(school: SmallSchool, { forename, surname, email = "", id, role = "guardian" }: NewPerson) {
  const made = id ?? crypto.randomUUID();
  await school.db.insert(people).values({
    ...{ schoolId: school.schoolId, id: made, role, externalId: made, title: "", forename, surname, email },
    ...{ emailKey: foldEmail(email), nameKey: nameKey({ forename, surname }), sortKey: sortKey({ forename, surname }) },
  });
  return made;
}

async function addStudent(school: SmallSchool, forename: string, surname: string, id: string = crypto.randomUUID()) {
  await school.db.insert(students).values({
    ...{ schoolId: school.schoolId, id, externalId: id, forename, surname, birthKey: "none" },
    ...{ nameKey: nameKey({ forename, surname }), sortKey: sortKey({ forename, surname }) },
    ...{ yearGroup: "6", registrationGroup: "6A" },
  });
  return id;
}

async function addClass(school: SmallSchool, code: string, name: string) {
  const id = crypto.randomUUID();
  await school.db.insert(classes).values({
    ...{ schoolId: school.schoolId, id, externalId: id, code, name, subject: name, department: name, yearGroup: "6" },
    sortKey: classSortKey({ code, name }),
  });
  return id;
}

const bond = (school: SmallSchool, guardianId: string, studentId: string, mayBook = true) =>
  school.db.insert(guardianships).values({
    ...{ schoolId: school.schoolId, guardianId, studentId, relationship: "Parent", priority: 1 },
    ...{ parentalResponsibility: true, livesWith: true, courtOrder: !mayBook, mayBook },
  });

/** The small school's own rows come without sort keys: they are as an import would have them. */
async function sortedSchool() {
  const school = await smallSchool();
  const { db, schoolId } = school;
  for (const person of await db.select().from(people).where(eq(people.schoolId, schoolId)))
    await db
      .update(people)
      .set({ sortKey: sortKey(person), nameKey: nameKey(person) })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, person.id)));
  for (const student of await db.select().from(students).where(eq(students.schoolId, schoolId)))
    await db
      .update(students)
      .set({ sortKey: sortKey(student), nameKey: nameKey(student) })
      .where(and(eq(students.schoolId, schoolId), eq(students.id, student.id)));
  for (const one of await db.select().from(classes).where(eq(classes.schoolId, schoolId)))
    await db
      .update(classes)
      .set({ sortKey: classSortKey(one) })
      .where(and(eq(classes.schoolId, schoolId), eq(classes.id, one.id)));
  return school;
}

type Asked = { kind: RecordsKind; typed?: string; filter?: RecordsFilter; evening?: string } & Partial<RecordsAsked>;

function ask(school: SmallSchool, { kind, typed = "", filter, evening, cursor = null }: Asked, db = school.db) {
  const asked = { kind, words: searchWords(typed), filter: filter ?? null, evening: evening ?? null, cursor };
  return readRecordsPage(schoolScope(db, school.schoolId, Date.now()), asked);
}

const names = ({ rows }: Awaited<ReturnType<typeof ask>>) => rows.map((row) => row.surname || row.code);

test("names are found without accents, apostrophes or case, in any order of their words; other schools' are not", async () => {
  const [school, other] = [await sortedSchool(), await sortedSchool()];
  for (const one of [school, other])
    await addPerson(one, { forename: "Siân", surname: "O’Brien", email: "S.OB@x.example" });
  for (const typed of ["sian obrien", "O'Brien", "o brien SIAN", "Siân", "s.ob@x", "brien"])
    expect([typed, names(await ask(school, { kind: "guardians", typed }))]).toEqual([typed, ["O’Brien"]]);
  expect((await ask(school, { kind: "guardians", typed: "sian aaron" })).total).toBe(0);
});

test("students, guardians and staff are found by a class's code, a student by a guardian's address, all by their own id", async () => {
  const school = await sortedSchool();
  const { db, schoolId, ids } = school;
  const maths = await addClass(school, "10B/Ma", "Year 10 Mathematics");
  await db.insert(enrolments).values({ schoolId, classId: maths, studentId: ids.sophie });
  await db.insert(classTeachers).values({ schoolId, classId: maths, teacherId: ids.john, position: 0 });
  expect(names(await ask(school, { kind: "students", typed: "10b" }))).toEqual(["Aaron"]);
  expect(names(await ask(school, { kind: "students", typed: "0b" }))).toEqual([]);
  expect(names(await ask(school, { kind: "guardians", typed: "10b/ma" }))).toEqual(["Aaron"]);
  expect(names(await ask(school, { kind: "staff", typed: "10B" }))).toEqual(["Atkinson"]);
  expect(names(await ask(school, { kind: "classes", typed: "mathematics" }))).toEqual(["10B/Ma"]);
  expect(names(await ask(school, { kind: "classes", typed: "atkinson" }))).toEqual(["10B/Ma", "Review"]);
  expect(names(await ask(school, { kind: "students", typed: "david@mail.example" }))).toEqual(["Aaron"]);
  expect(names(await ask(school, { kind: "students", typed: "6a" }))).toEqual(["Aaron", "Abbot"]);
  expect(names(await ask(school, { kind: "students", typed: ids.ben.toUpperCase() }))).toEqual(["Abbot"]);
  expect(names(await ask(school, { kind: "students", typed: "aaron 6A 10b" }))).toEqual(["Aaron"]);
});

test("people are in the order of their surnames, classes by the value of their figures", async () => {
  const school = await sortedSchool();
  for (const [forename, surname] of [
    ["Zed", "Smith"],
    ["Ann", "Smithson"],
    ["Élan", "Örn"],
    ["Mia", "de Vries"],
  ] as const)
    await addPerson(school, { forename, surname });
  expect(names(await ask(school, { kind: "guardians" }))).toEqual([
    ...["Aaron", "Abbot", "de Vries", "Örn", "Smith", "Smithson"],
  ]);
  for (const code of ["10b", "4A", "9C"]) await addClass(school, code, "English");
  expect(names(await ask(school, { kind: "classes" })).filter((code) => /^\d/.test(code))).toEqual(["4A", "9C", "10b"]);
});

test("a list goes on and back a page at a time, each row once, whatever is added meanwhile", async () => {
  const school = await sortedSchool();
  for (let at = 0; at < 43; at += 1)
    await addPerson(school, { forename: "Ada", surname: `B${String(at % 7)}`, id: `p-${at}` });
  const first = await ask(school, { kind: "guardians" });
  expect([first.rows.length, first.from, first.total, first.previous]).toEqual([20, 1, 45, null]);
  const second = await ask(school, { kind: "guardians", cursor: { after: first.next ?? "" } });
  expect([second.rows.length, second.from]).toEqual([20, 21]);
  const third = await ask(school, { kind: "guardians", cursor: { after: second.next ?? "" } });
  expect([third.rows.length, third.from, third.next]).toEqual([5, 41, null]);
  const all = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(new Set(all).size).toBe(45);
  const back = await ask(school, { kind: "guardians", cursor: { before: third.previous ?? "" } });
  expect([back.rows, back.from]).toEqual([second.rows, 21]);
  await addPerson(school, { forename: "Ada", surname: "A" });
  const begin = await ask(school, { kind: "guardians", cursor: { before: second.previous ?? "" } });
  expect([begin.rows.map(({ id }) => id), begin.from, begin.total]).toEqual([first.rows.map(({ id }) => id), 2, 46]);
});

test("staff of every role are one list, paged as one", async () => {
  const school = await sortedSchool();
  for (let at = 0; at < 30; at += 1)
    await addPerson(school, { forename: "Ada", surname: `T${at + 10}`, role: "teacher", id: `t-${at}` });
  const first = await ask(school, { kind: "staff" });
  expect(first.total).toBe(33);
  expect(names(first).slice(0, 4)).toEqual(["Abell", "Atkinson", "Hart", "T10"]);
  const second = await ask(school, { kind: "staff", cursor: { after: first.next ?? "" } });
  expect([second.rows.length, second.from, second.next]).toEqual([13, 21, null]);
});

test("who has left is on no list but their own", async () => {
  const school = await sortedSchool();
  const { db, schoolId, ids } = school;
  await db
    .update(people)
    .set({ endedAt: 1 })
    .where(and(eq(people.schoolId, schoolId), eq(people.id, ids.david)));
  await db
    .update(students)
    .set({ endedAt: 1 })
    .where(and(eq(students.schoolId, schoolId), eq(students.id, ids.ben)));
  expect(names(await ask(school, { kind: "guardians" }))).toEqual(["Abbot"]);
  expect(names(await ask(school, { kind: "guardians", filter: "left" }))).toEqual(["Aaron"]);
  expect(names(await ask(school, { kind: "students" }))).toEqual(["Aaron"]);
  expect(names(await ask(school, { kind: "students", filter: "left" }))).toEqual(["Abbot"]);
  // Nor beside somebody who is here.
  const [sophie] = (await ask(school, { kind: "students" })).rows;
  expect(sophie?.related).toEqual([]);
});

test("the lists behind the desk's counts: no e-mail, mail came back, kept from booking, may book", async () => {
  const school = await sortedSchool();
  const { db, schoolId, ids } = school;
  const tom = await addPerson(school, { forename: "Tom", surname: "Cross", email: "tom@x.example" });
  await bond(school, tom, ids.ben, false);
  await addPerson(school, { forename: "Una", surname: "Dee" });
  await db
    .update(people)
    .set({ bouncedAt: 5 })
    .where(and(eq(people.schoolId, schoolId), eq(people.id, ids.rachael)));
  const guardians = async (filter: RecordsFilter) => names(await ask(school, { kind: "guardians", filter }));
  expect(await guardians("no-email")).toEqual(["Dee"]);
  expect(await guardians("bounced")).toEqual(["Abbot"]);
  expect(await guardians("barred")).toEqual(["Cross"]);
  expect(await guardians("may-book")).toEqual(["Aaron", "Abbot"]);
  expect(names(await ask(school, { kind: "students", filter: "barred" }))).toEqual(["Abbot"]);
  // What stands for a link that has ended bars nobody, and links nobody.
  await db
    .update(guardianships)
    .set({ byHand: "ended" })
    .where(and(eq(guardianships.schoolId, schoolId), eq(guardianships.guardianId, tom)));
  expect(await guardians("barred")).toEqual([]);
  const [, ben] = (await ask(school, { kind: "students" })).rows;
  expect(ben?.related.map(({ name }) => name)).toEqual(["Rachael Abbot"]);
});

test("who has booked for an evening, who has not, and who can't come", async () => {
  const school = await sortedSchool();
  const { db, schoolId, ids } = school;
  const mother = await addPerson(school, { forename: "May", surname: "Moore" });
  await bond(school, mother, ids.sophie);
  const nobodys = await addPerson(school, { forename: "No", surname: "Child" });
  const evening = ids.evening;
  const science = { classId: ids.science, teachers: [ids.anita] };
  const made = await booked(school, { guardian: ids.david, student: ids.sophie, slot: 4, ...science });
  await db.insert(absences).values({ schoolId, eveningId: evening, guardianId: ids.rachael, saidAt: 1 });
  const guardians = async (filter: RecordsFilter) => names(await ask(school, { kind: "guardians", filter, evening }));
  expect(await guardians("booked")).toEqual(["Aaron"]);
  expect(await guardians("cannot-come")).toEqual(["Abbot"]);
  expect(await guardians("no-booking")).toEqual(["Abbot", "Moore"]);
  expect(names(await ask(school, { kind: "students", filter: "no-booking", evening }))).toEqual(["Abbot"]);
  // Where a student's guardians come together, one of them has booked for both.
  await db.update(appointments).set({ together: true }).where(eq(appointments.id, made));
  await db
    .update(evenings)
    .set({ together: true })
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, evening)));
  expect(await guardians("no-booking")).toEqual(["Abbot"]);
  expect(nobodys).toBeTruthy();
});

test("a page is one batch, read by the index that sorts it: as few rows of many as of few", async () => {
  const [school, other] = [await sortedSchool(), await sortedSchool()];
  for (const [one, most] of [
    [school, 400],
    [other, 60],
  ] as const) {
    const rows = Array.from({ length: most }, (_, at) => ({
      ...{ schoolId: one.schoolId, id: `s-${at}`, externalId: `s-${at}`, forename: "Ada", surname: `B${at}` },
      ...{
        nameKey: `ada b${at}`,
        sortKey: `b${1000 + at} ada`,
        birthKey: "none",
        yearGroup: "6",
        registrationGroup: "6A",
      },
    }));
    for (let at = 0; at < rows.length; at += 8) await one.db.insert(students).values(rows.slice(at, at + 8));
  }
  const { d1, trips } = countedD1(env.DB);
  const db = openDatabase(d1);
  for (const kind of RECORDS_KINDS) {
    const first = await ask(school, { kind }, db);
    for (const cursor of [{ after: first.rows[5]?.id ?? "" }, { before: first.rows.at(-1)?.id ?? "" }])
      await ask(school, { kind, cursor }, db);
  }
  expect(trips.map((trip) => trip.batch)).toEqual(Array.from({ length: 12 }, () => true));
  const pages = trips.map((trip) => ({ ...trip, statements: trip.statements.slice(0, 1) }));
  // A first page begins where the index that sorts it does, and ends after twenty rows, as the count of rows shows.
  const whole = (await wholeReads(env.DB, pages)).filter((detail) => !/_sorted \(school_id=\?\)/.test(detail));
  expect(whole).toEqual([]);
  const most = Math.max(...pages.flatMap(({ statements }) => statements.map(({ rowsRead }) => rowsRead ?? 0)));
  expect(most).toBeLessThan(200);
  // Nothing reads more than its own school, counted or searched.
  await ask(school, { kind: "students", typed: "ada b7" }, db);
  const plans = await Promise.all(
    trips.flatMap(({ statements }) =>
      statements.map(async ({ sql, parameters }) => {
        const plan = env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(
          ...Array.from({ length: parameters }, () => null),
        );
        return (await plan.all<{ detail: string }>()).results.map(({ detail }) => detail);
      }),
    ),
  );
  const own = /^SCAN (\(|CONSTANT|counts|list|page|k\b)/;
  const scans = plans.flat().filter((detail) => detail.startsWith("SCAN ") && !own.test(detail));
  expect(scans).toEqual([]);
  expect(Math.max(...trips.flatMap(({ statements }) => statements.map(({ parameters }) => parameters)))).toBeLessThan(
    100,
  );
});

test("the page shows where in the list it is, keeps what was asked, and says what an empty list means", async () => {
  const school = await sortedSchool();
  for (let at = 0; at < 25; at += 1) await addStudent(school, "Ada", `B${at}`, `x-${at}`);
  const office = await browserOf(school, school.ids.office);
  const text = async (path: string) => (await office.get(path)).text();
  const first = await text("/admin/people?kind=students&q=ada");
  expect(first).toContain("The first 20 of 25");
  const next = /href="([^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
  expect(next).toContain("q=ada");
  expect(await text(next)).toContain("21 to 25 of 25");
  expect(await text("/admin/people?kind=students&q=nobody%20here")).toContain("Nothing found for “nobody here”");
  expect(await text("/admin/people?kind=guardians&is=bounced")).toContain("No mail has come back.");
  expect((await office.get("/admin/people?kind=nonsense&is=nonsense&after=gone")).status).toBe(303);
  const asked = await office.get("/admin/people?kind=guardians&is=no-booking");
  expect(asked.headers.get("location")).toBe(
    `/admin/people?kind=guardians&is=no-booking&evening=${school.ids.evening}`,
  );
  const anita = await browserOf(school, school.ids.anita);
  expect((await anita.get("/admin/people")).status).not.toBe(200);
});

test("every count of the desk leads to a list of as many", async () => {
  const school = await sortedSchool();
  const { db, schoolId, ids } = school;
  const tom = await addPerson(school, { forename: "Tom", surname: "Cross", email: "tom@x.example" });
  await bond(school, tom, ids.ben, false);
  await addPerson(school, { forename: "Una", surname: "Dee" });
  await addPerson(school, { forename: "Gone", surname: "Away" });
  const is = (id: string) => and(eq(people.schoolId, schoolId), eq(people.id, id));
  await db.update(people).set({ bouncedAt: 5 }).where(is(ids.rachael));
  await db.update(people).set({ bouncedAt: 5 }).where(is(ids.anita));
  await db
    .update(people)
    .set({ endedAt: 5 })
    .where(and(eq(people.schoolId, schoolId), eq(people.surname, "Away")));
  await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    slot: 4,
    classId: ids.science,
    teachers: [ids.anita],
  });
  await db.insert(absences).values({ schoolId, eveningId: ids.evening, guardianId: ids.rachael, saidAt: 1 });
  const office = await browserOf(school, ids.office);
  const desk = await (await office.get("/admin")).text();
  const links = [...desk.matchAll(/href="(\/admin\/people\?[^"]*)">([^<]*)</g)].map(([, href = "", words = ""]) => [
    href.replaceAll("&amp;", "&"),
    Number(/\d+/.exec(words)?.[0]),
  ]);
  expect(links).toHaveLength(12);
  for (const [href, count] of links) {
    const list = await (await office.get(String(href))).text();
    expect([href, /<h2 id="found">(?:All |One found)(\d*)/.exec(list)?.[1] || "1"]).toEqual([href, String(count)]);
  }
});
