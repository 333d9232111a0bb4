import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { audit, outbox, people, sessions } from "../../worker/db/schema.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { eventually } from "../support/eventually.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

async function setUp() {
  const school = await smallSchool();
  const postmark = fakePostmark();
  const { app, deps } = testApp(school.db, { postmark });
  const as = async (personId: string) => {
    const cookie = await cookieOf(school, personId);
    const get = (path: string) =>
      app.fetch(new Request(`${school.origin}${path}`, { headers: { cookie }, redirect: "manual" }));
    const post = (path: string, form: Record<string, string> = {}) =>
      app.fetch(
        new Request(`${school.origin}${path}`, {
          ...{ method: "POST", headers: { cookie, origin: school.origin }, redirect: "manual" },
          body: new URLSearchParams(form),
        }),
      );
    return { get, post };
  };
  const mails = async () => {
    // What follows a press may have some of them in hand.
    await eventually(async () => {
      await sendDueMail(deps);
      const rows = await school.db.select().from(outbox).where(eq(outbox.schoolId, school.schoolId));
      expect(rows.filter(({ state }) => state === "waiting" || state === "sending")).toEqual([]);
    });
    return postmark.taken.filter(({ Metadata }) => Metadata.school === school.slug);
  };
  return { school, app, as, mails, admin: await as(school.ids.office) };
}

const form = (more: Record<string, string> = {}) => ({
  ...{ id: crypto.randomUUID(), title: "Ms", forename: "Nadia", surname: "Okoye", email: "nadia@mail.example" },
  ...{ role: "office", ...more },
});
const rowOf = async ({ db, schoolId }: SmallSchool, id: string) =>
  (
    await db
      .select()
      .from(people)
      .where(and(eq(people.schoolId, schoolId), eq(people.id, id)))
  )[0];
const actionsOf = async ({ db, schoolId }: SmallSchool) =>
  (await db.select().from(audit).where(eq(audit.schoolId, schoolId))).map(({ action }) => action).sort();

test("an account is added once however often the form is sent, and its mail lets them in and says what they may do", async () => {
  const { school, app, admin, mails } = await setUp();
  const sent = form();
  for (const _ of [1, 2]) {
    const added = await admin.post("/admin/staff/new", sent);
    expect([added.status, added.headers.get("location")]).toEqual([303, "/admin/staff?done=added"]);
  }
  expect(await rowOf(school, sent.id)).toMatchObject({
    role: "office",
    nameKey: "nadia okoye",
    sortKey: "okoye nadia",
  });
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ To: "nadia@mail.example" });
  expect(mail?.TextBody).toContain("You may look after families, evenings and the night");
  const link = /http\S+\/sign-in\/link\/\S+/.exec(mail?.TextBody ?? "")?.[0] ?? "";
  const opened = await (await app.fetch(new Request(link))).text();
  expect(opened).toContain("Nadia Okoye");
  const entered = await app.fetch(
    new Request(link, {
      ...{ method: "POST", headers: { origin: new URL(link).origin }, redirect: "manual" },
      body: new URLSearchParams({ person: sent.id }),
    }),
  );
  expect([entered.status, entered.headers.get("location")]).toEqual([303, "/admin"]);
  const list = await (await admin.get("/admin/staff")).text();
  expect(list).toMatch(/Ms Nadia Okoye[\s\S]*?Office[\s\S]*?nadia@mail\.example/);
  // She has just signed in; the admin's own line says so too.
  expect(list.slice(list.indexOf("Nadia Okoye"), list.indexOf("Teachers")).includes("Not yet")).toBe(false);
});

test.each([
  ["forename", "", "Give the first name"],
  ["surname", "", "Give the surname"],
  ["surname", "x".repeat(61), "Use 60 characters at most"],
  ["email", "nadia", "Give one e-mail address"],
  ["role", "teacher", "Choose one of the two"],
])("a wrong %s is told beside its box, and all that was typed stays", async (field, typed, words) => {
  const { school, admin, mails } = await setUp();
  const sent = form({ [field]: typed });
  const refused = await admin.post("/admin/staff/new", sent);
  expect(refused.status).toBe(422);
  const shown = await refused.text();
  expect(shown).toContain(words);
  for (const name of ["title", "forename", "surname", "email"] as const)
    if (sent[name] !== "") expect(shown).toContain(`value="${sent[name]}"`);
  expect(await rowOf(school, sent.id)).toBeUndefined();
  expect(await mails()).toEqual([]);
});

test("an address has one account of the desk, and a teacher's beside it", async () => {
  const { school, admin } = await setUp();
  await admin.post("/admin/staff/new", form());
  const again = await admin.post("/admin/staff/new", form({ forename: "Other", email: "NADIA@mail.example" }));
  expect(again.status).toBe(422);
  const shown = await again.text();
  expect(shown).toContain("has an account of the desk already");
  expect(shown).toContain('value="Other"');
  const asTeacher = form({ email: "anita@mail.example" });
  expect((await admin.post("/admin/staff/new", asTeacher)).status).toBe(303);
  expect(await rowOf(school, asTeacher.id)).toMatchObject({ role: "office" });
  expect(await rowOf(school, school.ids.anita)).toMatchObject({ role: "teacher" });
});

test("another role holds from the next press on; the last admin can be neither ended nor made office", async () => {
  const { school, as, admin } = await setUp();
  const { office } = school.ids;
  for (const [path, sent] of [
    [`/admin/staff/${office}/role`, { role: "office" }],
    [`/admin/staff/${office}/end`, {}],
  ] as const) {
    const refused = await admin.post(path, sent);
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("only admin");
  }
  expect(await rowOf(school, office)).toMatchObject({ role: "admin", endedAt: null });
  const nadia = form();
  await admin.post("/admin/staff/new", nadia);
  const hers = await as(nadia.id);
  expect((await hers.get("/admin/staff")).status).toBe(403);
  expect((await admin.post(`/admin/staff/${nadia.id}/role`, { role: "admin" })).status).toBe(303);
  expect((await hers.get("/admin/staff")).status).toBe(200);
  expect((await hers.post(`/admin/staff/${office}/role`, { role: "office" })).status).toBe(303);
  expect((await admin.get("/admin/staff")).status).toBe(403);
  expect((await admin.get("/admin")).status).toBe(200);
  const page = await (await hers.get(`/admin/staff/${nadia.id}`)).text();
  expect(page).toContain("This is the school’s only admin");
  expect(page).not.toContain("End it");
});

test("an ended account lets nobody in, the mail on its way neither; brought back it does, and the trail tells of all of it", async () => {
  const { school, as, admin, mails } = await setUp();
  const nadia = form();
  await admin.post("/admin/staff/new", nadia);
  const hers = await as(nadia.id);
  expect((await admin.post(`/admin/staff/${nadia.id}/end`)).headers.get("location")).toBe("/admin/staff?done=ended");
  expect((await hers.get("/admin")).status).toBe(303);
  expect(await school.db.select().from(sessions).where(eq(sessions.personId, nadia.id))).toEqual([]);
  expect(await (await admin.get("/admin/staff")).text()).toMatch(/Nadia Okoye[\s\S]*?Ended/);
  expect((await admin.post(`/admin/staff/${nadia.id}/mail`)).status).toBe(404);
  expect((await admin.post(`/admin/staff/${nadia.id}/back`)).status).toBe(303);
  expect((await (await as(nadia.id)).get("/admin")).status).toBe(200);
  const before = (await mails()).length;
  expect((await admin.post(`/admin/staff/${nadia.id}/mail`)).status).toBe(303);
  expect(await mails()).toHaveLength(before + 1);
  expect(await actionsOf(school)).toEqual(
    expect.arrayContaining(["person.back", "person.ended", "staff.added", "staff.mailed"]),
  );
});

test("families and another school's people are no staff of this one", async () => {
  const [one, other] = [await setUp(), await setUp()];
  for (const id of [one.school.ids.david, other.school.ids.office, "nobody"])
    for (const press of ["role", "end", "back", "mail"])
      expect((await one.admin.post(`/admin/staff/${id}/${press}`, { role: "admin" })).status).toBe(404);
  const list = await (await one.admin.get("/admin/staff")).text();
  expect(list).not.toContain("Rachael");
  expect(list).not.toContain(other.school.ids.office);
  expect((await one.admin.post(`/admin/staff/${one.school.ids.anita}/role`, { role: "admin" })).status).toBe(404);
  expect(await rowOf(one.school, one.school.ids.anita)).toMatchObject({ role: "teacher" });
});
