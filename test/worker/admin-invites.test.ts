import { and, asc, eq, inArray } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { audit, consents, invites, outbox } from "../../worker/db/schema.ts";
import { cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

// The machine that runs these may be busy; a wait is never what is tested.
vi.setConfig({ testTimeout: 30_000 });

async function setUp() {
  const school = await smallSchool();
  const { app, clock, told } = testApp(school.db);
  const cookie = await cookieOf(school, school.ids.office);
  const call = async (path: string, fields?: Record<string, string>, as: string = cookie) => {
    const after: Promise<unknown>[] = [];
    const context = { waitUntil: (work: Promise<unknown>) => after.push(work), passThroughOnException() {}, props: {} };
    const request = new Request(`${school.origin}${path}`, {
      redirect: "manual",
      headers: { cookie: as, origin: school.origin },
      ...(fields ? { method: "POST", body: new URLSearchParams(fields) } : {}),
    });
    const answer = await app.fetch(request, {}, context);
    await Promise.all(after);
    return answer;
  };
  const form = (changes: Record<string, string> = {}) => ({
    ...{ evening: school.ids.evening, guardian: school.ids.david, invite: crypto.randomUUID() },
    ...{ name: "Jane Aaron", email: "jaaron@test.com", consent: "yes", student: school.ids.sophie },
    ...changes,
  });
  return { school, clock, told, call, form };
}

async function textOf(answer: Response): Promise<string> {
  return (await answer.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

const acts = ({ db, schoolId }: SmallSchool) =>
  db
    .select({ actor: audit.actor, action: audit.action })
    .from(audit)
    .where(eq(audit.schoolId, schoolId))
    .orderBy(asc(audit.at), asc(audit.id));

test("an admin invites for a guardian: the consent says in whose words, and who wrote it down; the trail says who sent it", async () => {
  const { school, call, form } = await setUp();
  const { db, ids } = school;
  const found = await textOf(await call(`/admin/invites/new?evening=${ids.evening}&name=AARON`));
  expect(found).toContain("David Aaron for Sophie Aaron");
  expect(found).not.toContain("Rachael");
  const page = await textOf(await call(`/admin/invites/new?evening=${ids.evening}&guardian=${ids.david}`));
  expect(page).toContain("Invite for David Aaron");
  expect(page).toContain("The guardian has told the school: “I consent to sharing my name");
  const fields = form();
  const answer = await call("/admin/invites", fields);
  expect(answer.status).toBe(303);
  expect((await call("/admin/invites", fields)).status).toBe(303);
  expect(await db.select().from(invites).where(eq(invites.id, fields.invite))).toMatchObject([
    { guardianId: ids.david, name: "Jane Aaron", state: "sent" },
  ]);
  expect(await db.select().from(consents).where(eq(consents.inviteId, fields.invite))).toMatchObject([
    {
      guardianId: ids.david,
      recordedBy: ids.office,
      words: expect.stringContaining("The guardian has told the school"),
    },
  ]);
  expect(await acts(school)).toEqual([{ actor: ids.office, action: "invite.sent" }]);
  const list = await textOf(await call(answer.headers.get("location") ?? ""));
  for (const words of [
    "Jane Aaron",
    "jaaron@test.com",
    "David Aaron",
    "For: Sophie Aaron",
    "Recorded by Mrs Eleanor Hart",
  ])
    expect(list).toContain(words);
});

test("mistakes bring the form back with what was typed; without the guardian's consent nobody is invited", async () => {
  const { school, call, form } = await setUp();
  const { consent: _, ...without } = form({ email: "jaaron@test" });
  const answer = await call("/admin/invites", without);
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toContain("2 things to put right");
  expect(html).toContain("jaaron@test");
  expect(await school.db.select().from(invites).where(eq(invites.schoolId, school.schoolId))).toEqual([]);
});

test("an admin resends and removes, each on the trail; a removed one can do neither", async () => {
  const { school, call, form, told } = await setUp();
  const { db, ids, schoolId } = school;
  const fields = form();
  await call("/admin/invites", fields);
  const mail = crypto.randomUUID();
  for (const _ of [1, 2])
    expect((await call(`/admin/invites/${fields.invite}/resend`, { mail })).headers.get("location")).toContain(
      "done=resent",
    );
  expect((await call(`/admin/invites/${fields.invite}/remove`, {})).headers.get("location")).toContain("done=removed");
  expect((await call(`/admin/invites/${fields.invite}/resend`, {})).headers.get("location")).toContain("done=gone");
  expect(await acts(school)).toEqual(
    expect.arrayContaining(
      ["sent", "resent", "removed"].map((act) => ({ actor: ids.office, action: `invite.${act}` })),
    ),
  );
  expect(await acts(school)).toHaveLength(3);
  const kinds = await db.select({ kind: outbox.kind }).from(outbox).where(eq(outbox.schoolId, schoolId));
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(["invitation", "invitation", "invitation_withdrawn"]);
  const page = await textOf(await call(`/admin/invites?evening=${ids.evening}`));
  expect(page).toContain("Removed");
  expect(page).toContain("Withdrawn");
  expect(told).toEqual([]);
});

test("the consents are a file for a spreadsheet, in which no name runs as a formula", async () => {
  const { school, call, form } = await setUp();
  await call("/admin/invites", form({ name: '=HYPERLINK("x") Jane' }));
  const answer = await call(`/admin/invites/consents.csv?evening=${school.ids.evening}`);
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const [head, line, ...more] = (await answer.text()).split("\r\n");
  expect(head).toContain('"guest_email","students","agreed_to","words_version","given_at","withdrawn_at"');
  expect(line).toContain(`"David Aaron","'=HYPERLINK(""x"") Jane","jaaron@test.com","Sophie Aaron"`);
  expect(line).toMatch(/"1","\d{4}-\d\d-\d\dT[^"]+Z","","","Mrs Eleanor Hart"$/);
  expect(more).toEqual([""]);
});

test("nobody but an admin gets there, and another school's invites and guardians are not there", async () => {
  const { school, call, form } = await setUp();
  const { ids } = school;
  const other = await setUp();
  const theirs = other.form();
  await other.call("/admin/invites", theirs);
  const pages = ["/admin/invites", `/admin/invites/consents.csv?evening=${ids.evening}`, "/admin/invites/new"];
  for (const [person, status] of [
    [ids.david, 303],
    [ids.anita, 403],
  ] as const) {
    const cookie = await cookieOf(school, person);
    for (const path of pages) expect((await call(path, undefined, cookie)).status).toBe(status);
    expect((await call("/admin/invites", form(), cookie)).status).toBe(status);
  }
  expect((await call(`/admin/invites/${theirs.invite}/remove`, {})).status).toBe(404);
  expect((await call("/admin/invites", form({ guardian: other.school.ids.david }))).status).toBe(404);
  expect((await call("/admin/invites", form({ guardian: ids.anita }))).status).toBe(404);
  expect((await call(`/admin/invites?evening=${other.school.ids.evening}`)).status).toBe(404);
  const rows = await school.db
    .select()
    .from(invites)
    .where(and(inArray(invites.schoolId, [school.schoolId, other.school.schoolId]), eq(invites.state, "sent")));
  expect(rows.map(({ id }) => id)).toEqual([theirs.invite]);
});
