import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { evenings, people, schools, students } from "../../worker/db/schema.ts";
import { cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

async function deskOf(school: SmallSchool, personId = school.ids.office) {
  const { app, clock } = testApp(school.db);
  const cookie = await cookieOf(school, personId);
  const get = async (path: string) =>
    (await app.fetch(new Request(`${school.origin}${path}`, { headers: { cookie } }))).text();
  const post = (path: string) => {
    clock.now += 1_000;
    const headers = { cookie, origin: school.origin };
    return app.fetch(new Request(`${school.origin}${path}`, { method: "POST", headers, redirect: "manual" }));
  };
  /** The steps that a page shows, each with its state. */
  const steps = async (path = "/admin") => {
    const items = /<ol class="checklist">([\s\S]*?)<\/ol>/.exec(await get(path))?.[1] ?? "";
    const found = [...items.matchAll(/<strong>([^<]+)<\/strong>[\s\S]*?(Done|To do|Begun|Left for later)<\/span>/g)];
    return Object.fromEntries(found.map(([, title = "", state = ""]) => [title, state]));
  };
  return { get, post, steps };
}

const addOffice = ({ db, schoolId }: SmallSchool) =>
  db.insert(people).values({
    ...{ schoolId, id: `more-${schoolId}`, externalId: "more", role: "office", title: "", forename: "Olive" },
    ...{ surname: "Office", email: "olive@mail.example", nameKey: "olive office", emailKey: "olive@mail.example" },
  });

test("the first admin of an empty school reads every step as to do, each with where it begins", async () => {
  const school = await smallSchool();
  const { db, schoolId } = school;
  await db.delete(students).where(eq(students.schoolId, schoolId));
  await db.delete(evenings).where(eq(evenings.schoolId, schoolId));
  const { get, steps } = await deskOf(school);
  expect(Object.values(await steps())).toEqual(Array(5).fill("To do"));
  const shown = await get("/admin");
  expect(shown).toContain("0 of 5 done");
  for (const path of [
    "/admin/settings",
    "/admin/import",
    "/admin/evenings/new",
    "/admin/evenings/new?rehearsal=1",
    "/admin/staff",
  ])
    expect(shown).toContain(`href="${path}"`);
});

test("each step's state is the record's, and the list goes when the last is done", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const { get, steps } = await deskOf(school);
  expect(await steps()).toEqual({
    ...{ "The school’s details": "To do", Records: "Done", "The first evening": "Done" },
    ...{ "A rehearsal": "To do", "Staff accounts": "To do" },
  });
  const [evening] = await db.select().from(evenings).where(eq(evenings.schoolId, schoolId));
  if (!evening) throw new Error("no evening");
  await db
    .insert(evenings)
    .values({ ...evening, id: "draft-of-it", state: "draft", rehearsal: true, name: "Rehearsal: X" });
  expect(await steps()).toMatchObject({ "A rehearsal": "Begun" });
  expect(await get("/admin")).toContain('href="/admin/evenings/draft-of-it"');
  const itsRow = and(eq(evenings.schoolId, schoolId), eq(evenings.id, "draft-of-it"));
  await db.update(evenings).set({ state: "published" }).where(itsRow);
  await db
    .update(evenings)
    .set({ state: "draft" })
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening)));
  expect(await steps()).toMatchObject({ "A rehearsal": "Done", "The first evening": "Begun" });
  await db
    .update(evenings)
    .set({ state: "closed" })
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening)));
  await db.update(schools).set({ detailsSavedAt: 1 }).where(eq(schools.id, schoolId));
  await addOffice(school);
  expect(await steps()).toEqual({});
  expect(Object.values(await steps("/admin/setup"))).toEqual(Array(5).fill("Done"));
});

test("a step is left for later and taken up again; the list goes when the rest is done, and stays under Settings", async () => {
  const [school, other] = [await smallSchool(), await smallSchool()];
  const { steps, post } = await deskOf(school);
  for (const step of ["details", "rehearsal"])
    expect((await post(`/admin/setup/${step}/leave`)).headers.get("location")).toBe("/admin");
  expect(await steps()).toMatchObject({ "The school’s details": "Left for later", "Staff accounts": "To do" });
  await post("/admin/setup/rehearsal/resume");
  expect(await steps()).toMatchObject({ "A rehearsal": "To do" });
  await addOffice(school);
  await post("/admin/setup/rehearsal/leave");
  expect(await steps()).toEqual({});
  expect(await steps("/admin/setup")).toMatchObject({ "A rehearsal": "Left for later" });
  // What is done is done, left or not.
  await school.db.update(schools).set({ detailsSavedAt: 1 }).where(eq(schools.id, school.schoolId));
  expect(await steps("/admin/setup")).toMatchObject({ "The school’s details": "Done" });
  expect((await post("/admin/setup/nothing/leave")).status).toBe(404);
  expect(await (await deskOf(other)).steps()).toMatchObject({ "The school’s details": "To do" });
});

test("the office, which may do none of most of it, reads no checklist", async () => {
  const school = await smallSchool();
  await addOffice(school);
  expect(await (await deskOf(school, `more-${school.schoolId}`)).steps()).toEqual({});
});
