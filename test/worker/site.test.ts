import { exports } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { createApp } from "../../worker/app.tsx";
import { openDatabase } from "../../worker/db/client.ts";
import type { Person, School } from "../../worker/db/records.ts";
import { audit, evenings, people, sessions, students } from "../../worker/db/schema.ts";
import { localRoutes } from "../../worker/dev/local-routes.ts";
import { hashToken } from "../../worker/rules/tokens.ts";
import { demoFiles } from "../support/worker/demo.ts";
import { makePerson } from "../support/worker/people.ts";
import { db, makeSchool, settings } from "../support/worker/school.ts";
import { TestLog, worldOf } from "../support/worker/world.ts";

const HOUR = 3_600_000;
const originOf = (school: School) => `http://${school.slug}.localhost:8787`;
const get = (school: School, path: string, cookie = "") =>
  exports.default.fetch(`${originOf(school)}${path}`, { headers: { cookie }, redirect: "manual" });
const post = (school: School, path: string, body: FormData, cookie: string) =>
  exports.default.fetch(`${originOf(school)}${path}`, {
    method: "POST",
    body,
    headers: { cookie, origin: originOf(school) },
    redirect: "manual",
  });

const cookieFor = async (school: School, person: Person) => {
  const token = crypto.randomUUID();
  await db.insert(sessions).values({
    ...{ schoolId: school.id, tokenHash: await hashToken(token), personId: person.id },
    ...{ createdAt: Date.now(), expiresAt: Date.now() + HOUR },
  });
  return `parlour=${token}`;
};

const makeEvening = async (school: School, change: Partial<typeof evenings.$inferInsert> = {}) => {
  const startsAt = Date.now() + 48 * HOUR;
  const evening = {
    ...{ schoolId: school.id, id: crypto.randomUUID(), name: "Spring Evening", message: "Come and talk." },
    ...{ startsAt, endsAt: startsAt + 3 * HOUR, slotSeconds: 300 },
    ...{ bookingOpensAt: Date.now() - HOUR, bookingClosesAt: startsAt - HOUR },
    ...({ state: "published", ending: "on-time", createdAt: 0 } as const),
    ...change,
  };
  await db.insert(evenings).values(evening);
  return evening;
};

test("the front page of a school shows its announced evenings, and no drafts, old ones or other schools'", async () => {
  const [school, other] = [await makeSchool(), await makeSchool()];
  const open = await makeEvening(school);
  await makeEvening(school, { name: "Early Evening", bookingOpensAt: Date.now() + HOUR });
  await makeEvening(school, { name: "Late Evening", bookingClosesAt: Date.now() - 1 });
  await makeEvening(school, { name: "Draft Evening", state: "draft" });
  await makeEvening(school, { name: "Past Evening", endsAt: Date.now() - 1 });
  await makeEvening(other, { name: "Foreign Evening" });
  const page = await (await get(school, "/")).text();
  expect(page).toContain("Parents’ evenings at Holm Oak");
  for (const words of ["Booking is open", "Booking opens soon", "Booking is closed", "Come and talk.", "Sign in"])
    expect(page).toContain(words);
  expect(page.match(/href="\/evenings\/[^"]+\/book"/g)).toEqual([`href="/evenings/${open.id}/book"`]);
  for (const name of ["Draft Evening", "Past Evening", "Foreign Evening"]) expect(page).not.toContain(name);
});

test("a school without evenings says so", async () => {
  expect(await (await get(await makeSchool(), "/")).text()).toContain("No evening is planned yet");
});

test.each([
  ["guardian", "Choose an evening to book your times"],
  ["teacher", 'href="/staff/schedule">My Schedule'],
  ["admin", 'href="/admin">The school’s desk'],
] as const)("a signed-in %s is shown the next step", async (role, words) => {
  const school = await makeSchool();
  const cookie = await cookieFor(school, await makePerson(school, { role }));
  expect(await (await get(school, "/", cookie)).text()).toContain(words);
});

test("the school's colour comes as a style sheet; plain pages and the icon are there", async () => {
  const school = await makeSchool();
  const theme = await get(school, "/theme.css");
  expect(theme.headers.get("content-type")).toContain("text/css");
  expect(await theme.text()).toMatch(/--accent:#[0-9a-f]{6}/);
  for (const path of ["/privacy", "/accessibility"]) expect((await get(school, path)).status).toBe(200);
  expect((await get(school, "/favicon.ico")).headers.get("location")).toBe("/static/icon.svg");
});

test("every page has a strict content policy and nothing inline", async () => {
  const school = await makeSchool();
  const response = await get(school, "/");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await response.text()).not.toMatch(/<style|style="|<script>/);
});

test("the platform's own address tells what Parlour is, and whether it is ready", async () => {
  const front = await inProduction(db).fetch(new Request("http://localhost:8787/"));
  expect(await front.text()).toContain("Five good minutes with every teacher.");
});

function inProduction(of: typeof db) {
  return createApp(worldOf(of, { settings: { ...settings, STAGE: "production" } }));
}

test("the platform is ready once its database has been migrated, and says so", async () => {
  const health = (of: typeof db) => inProduction(of).fetch(new Request("http://localhost:8787/healthz"));
  const ready = await health(db);
  expect([ready.status, await ready.text()]).toEqual([200, '{"ok":true}']);
  const fails = () => Promise.reject(new Error("no such table: schools"));
  const statement = { bind: () => statement, run: fails, all: fails, raw: fails };
  const broken = openDatabase({ prepare: () => statement } as never);
  expect((await health(broken)).status).toBe(503);
});

test("a page asked for before the database has its tables is told to come again in a moment, and nothing is ours to mend", async () => {
  const log = new TestLog();
  const fails = () => Promise.reject(new Error("D1_ERROR: no such table: schools: SQLITE_ERROR"));
  const statement = { bind: () => statement, run: fails, all: fails, raw: fails };
  const app = (stage: "local" | "production") =>
    createApp(
      worldOf(openDatabase({ prepare: () => statement, batch: fails } as never), {
        ...{ settings: { ...settings, STAGE: stage }, log: log.port },
      }),
      localRoutes,
    );
  const asked = [
    [app("local"), "http://localhost:8787/"],
    [app("production"), "http://greenabbey.localhost:8787/"],
    [app("production"), "http://greenabbey.localhost:8787/video?evening=e1"],
  ] as const;
  for (const [of, url] of asked) {
    const answer = await of.fetch(new Request(url));
    expect([answer.status, answer.headers.get("retry-after")], url).toEqual([503, "5"]);
    expect(await answer.text(), url).toContain("We are just starting");
  }
  expect(log.lines).toHaveLength(asked.length);
  for (const line of log.lines)
    expect(line).toMatchObject({ level: "warn", event: "request_failed", status: 503, problem: "starting" });
});

test("the desk is for admins", async () => {
  const school = await makeSchool();
  for (const path of ["/admin", "/admin/import"]) {
    const stranger = await get(school, path);
    expect([stranger.status, stranger.headers.get("location")]).toEqual([
      303,
      `/staff/sign-in?next=${encodeURIComponent(path)}`,
    ]);
    const cookie = await cookieFor(school, await makePerson(school, { role: "teacher" }));
    expect((await get(school, path, cookie)).status).toBe(403);
  }
  const upload = new FormData();
  upload.set("students", "student_id\nS1");
  expect((await post(school, "/admin/import/confirm", upload, "")).status).toBe(303);
});

test("the desk counts evenings, people and mail", async () => {
  const school = await makeSchool();
  const cookie = await cookieFor(school, await makePerson(school, { role: "admin" }));
  await makeEvening(school);
  await makePerson(school, { email: "" });
  const page = await (await get(school, "/admin", cookie)).text();
  for (const words of ["Spring Evening", "No mail has failed", "1 guardian has no e-mail"])
    expect(page).toContain(words);
});

const filesForm = (change: Record<string, string> = {}) => {
  const form = new FormData();
  for (const [name, text] of Object.entries({ ...demoFiles, ...change }))
    form.append("files", new File([text], `${name}.csv`));
  return form;
};

test("records are looked over first, then brought in, and the audit tells who did it", async () => {
  const school = await makeSchool();
  const admin = await makePerson(school, { role: "admin" });
  const cookie = await cookieFor(school, admin);
  const look = await post(school, "/admin/import", filesForm(), cookie);
  const page = await look.text();
  expect(look.status).toBe(200);
  expect(page).toContain("Nothing has changed yet.");
  expect(await db.$count(students, eq(students.schoolId, school.id))).toBe(0);
  const confirm = new FormData();
  for (const [name, text] of Object.entries(demoFiles)) confirm.set(name, text);
  const done = await post(school, "/admin/import/confirm", confirm, cookie);
  expect([done.status, done.headers.get("location")]).toEqual([303, "/admin/import?create=48&update=0&remove=0"]);
  expect(await (await get(school, done.headers.get("location") ?? "", cookie)).text()).toContain("The records are in.");
  expect(await db.$count(people, and(eq(people.schoolId, school.id), eq(people.role, "teacher")))).toBe(6);
  expect(await db.select().from(audit).where(eq(audit.schoolId, school.id))).toMatchObject([
    { actor: admin.id, action: "import", object: school.id },
  ]);
  const again = await (await post(school, "/admin/import", filesForm(), cookie)).text();
  expect(again).toContain("there is nothing to bring in");
});

test("what cannot be read is named with file, row and column, and nothing is brought in", async () => {
  const school = await makeSchool();
  const cookie = await cookieFor(school, await makePerson(school, { role: "admin" }));
  const bad = await post(school, "/admin/import", filesForm({ enrolment: "class_id,student_id\nC01,S099\n" }), cookie);
  expect(bad.status).toBe(422);
  const page = await bad.text();
  for (const words of ["enrolment.csv", "S099", "students.csv has no such id"]) expect(page).toContain(words);
  const unknown = await post(school, "/admin/import", filesForm({ pupils: "x" }), cookie);
  expect(await unknown.text()).toContain("pupils.csv");
  expect(await db.$count(students, eq(students.schoolId, school.id))).toBe(0);
});
