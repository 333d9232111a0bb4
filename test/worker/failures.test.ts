import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { LogLine } from "../../durable-objects/log.ts";
import { deliverNotices } from "../../worker/after-commit/deliver-notices.ts";
import { createApp } from "../../worker/app.tsx";
import { roomsNoticed } from "../../worker/changes/room-notices.ts";
import { openDatabase } from "../../worker/db/client.ts";
import { commit } from "../../worker/db/guard.ts";
import { audit } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { factory, later } from "../../worker/http/context.ts";
import { runScheduled } from "../../worker/scheduled.ts";
import { bookedRows, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { demoFiles } from "../support/worker/demo.ts";
import { NO_BOARDS } from "../support/worker/no-boards.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";
import { TestClock, TestLog, worldOf } from "../support/worker/world.ts";

const science = ({ ids }: SmallSchool) => ({ student: ids.sophie, classId: ids.science, slot: 3 });

/** The table is out of reach meanwhile. */
async function without<Result>(table: string, act: () => Promise<Result>): Promise<Result> {
  await env.DB.exec(`ALTER TABLE ${table} RENAME TO out_of_reach`);
  try {
    return await act();
  } finally {
    await env.DB.exec(`ALTER TABLE out_of_reach RENAME TO ${table}`);
  }
}

/** The one line of a failed request; the page shows its number and calls nobody quicker. */
async function failureOf(answer: Response, lines: readonly LogLine[]): Promise<LogLine> {
  const html = await answer.text();
  expect(html).not.toContain("quicker");
  const failed = lines.filter(({ event }) => event === "request_failed");
  expect(failed).toHaveLength(1);
  const [line] = failed;
  if (!line) throw new Error("no line");
  expect(line.number).toMatch(/^\d{8}$/);
  expect(html).toContain(`If you ring the school office, tell them this number: ${line.number}.`);
  return line;
}

/** Neither an appointment nor anything that a booking writes beside it. */
async function nothingBooked(school: SmallSchool): Promise<void> {
  expect(await bookedRows(school)).toEqual([]);
  expect(await school.db.select().from(audit).where(eq(audit.schoolId, school.schoolId))).toEqual([]);
}

test("a booking whose mail can't be written is our error: a page with a number, a line that has it, and nothing booked", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const answer = await without("outbox", () => david.press(science(school)));
  expect(answer.status).toBe(500);
  const line = await failureOf(answer, david.log.lines);
  expect(line).toMatchObject({
    ...{ level: "error", status: 500, problem: "ours", method: "POST", schoolId: school.schoolId },
    ...{ route: "/evenings/:id/book/manual", kind: "Error", ms: expect.any(Number) },
    database: expect.stringMatching(/^D1_ERROR: no such table: (main\.)?outbox/),
  });
  await nothingBooked(school);
});

test("a claim that is violated behind the guard's back is a fault, and nobody was quicker", async () => {
  const school = await smallSchool();
  const { schoolId, ids } = school;
  const david = await browserOf(school, ids.david);
  const at = school.startsAt + 3 * SLOT_MS;
  await env.DB.exec(
    `CREATE TRIGGER rival BEFORE INSERT ON appointments BEGIN INSERT INTO claims (school_id, person_id, unit_at, evening_id) VALUES ('${schoolId}', '${ids.anita}', ${at}, '${ids.evening}'); END`,
  );
  try {
    const answer = await david.press(science(school));
    expect(answer.status).toBe(500);
    expect(await failureOf(answer, david.log.lines)).toMatchObject({
      problem: "ours",
      database: expect.stringContaining("UNIQUE constraint failed: claims."),
    });
  } finally {
    await env.DB.exec("DROP TRIGGER rival");
  }
  await nothingBooked(school);
});

test("a script is told the number too", async () => {
  const school = await smallSchool();
  const { app, log } = testApp(school.db);
  const headers = { cookie: await cookieOf(school, school.ids.david), accept: "application/json" };
  const url = `${school.origin}/video/records?evening=${school.ids.evening}`;
  const answer = await without("appointments", async () => app.fetch(new Request(url, { headers })));
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({ error: "ours", number: log.lines[0]?.number });
});

test("a refusal is no failure: it has no line and no number", async () => {
  const school = await smallSchool();
  const [david, rachael] = [await browserOf(school, school.ids.david), await browserOf(school, school.ids.rachael)];
  expect((await rachael.press({ ...science(school), student: school.ids.ben })).status).toBe(303);
  const late = await (await david.press(science(school))).text();
  expect(late).toContain("Somebody was quicker");
  const lost = await (await david.get("/nowhere")).text();
  expect(lost).not.toContain("tell them this number");
  expect(david.log.lines).toEqual([]);
});

test("a database that is overloaded is answered 503, to be asked again in a moment", async () => {
  const school = await smallSchool();
  const cookie = await cookieOf(school, school.ids.david);
  const overloaded = new Proxy(env.DB, {
    get(target, name: keyof D1Database) {
      if (name === "batch")
        return () => Promise.reject(new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long."));
      const other = target[name];
      return typeof other === "function" ? other.bind(target) : other;
    },
  });
  const { app, log } = testApp(openDatabase(overloaded));
  const { student, classId, slot } = science(school);
  const press = { id: crypto.randomUUID(), student, class: classId, book: String(school.startsAt + slot * SLOT_MS) };
  const url = `${school.origin}/evenings/${school.ids.evening}/book/manual`;
  const body = new URLSearchParams(press);
  const request = new Request(url, { method: "POST", body, headers: { cookie, origin: school.origin } });
  const answer = await app.fetch(request);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await failureOf(answer, log.lines)).toMatchObject({ level: "error", status: 503, problem: "busy" });
});

test("a sweep that fails is logged by its name, and stops no other", async () => {
  const school = await smallSchool();
  const { deps, log } = testApp(school.db);
  await without("outbox", () => runScheduled(deps));
  const failed = log.lines.filter(({ event }) => event === "sweep_failed");
  expect(failed.map(({ work }) => work)).toContain("mail");
  expect(failed.map(({ work }) => work)).not.toContain("notices");
  for (const line of failed)
    expect(line).toMatchObject({ level: "error", kind: expect.any(String), ms: expect.any(Number) });
});

test("what follows a commit and fails is logged by its name, and never rejects", async () => {
  const school = await smallSchool();
  const { deps, log } = testApp(school.db);
  await without("freed_times", () => deps.afterCommit().all);
  expect(log.lines).toMatchObject([
    { level: "error", event: "follow_up_failed", work: "offers", database: expect.stringContaining("no such table") },
  ]);
});

test("staff's pages that can't be told are logged, and the rooms are told all the same", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const at = { guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 3 };
  const appointmentId = await booked(school, at);
  const { deps, told, log } = testApp(db);
  const changed = () => Promise.reject(new Error("the board of Mrs Abell is down"));
  await commit(db, roomsNoticed(schoolScope(db, schoolId, deps.clock.now()), sql`SELECT ${appointmentId}`));
  await deliverNotices({ ...deps, boards: { ...NO_BOARDS, changed } });
  expect(told).toHaveLength(1);
  const error = { kind: "Error", at: expect.any(String) };
  const board = { schoolId, eveningId: ids.evening };
  expect(log.lines).toEqual([{ level: "warn", event: "board_not_told", ...board, ...error }]);
});

test("work after an answer that fails is logged with the request's method and route", async () => {
  const { deps, log } = testApp((await smallSchool()).db);
  const app = factory.createApp().use(async (c, next) => {
    c.set("deps", deps);
    await next();
  });
  app.get("/letters/:secret", (c) => {
    later(c, Promise.reject(new TypeError("Jane's letter is lost")));
    return c.text("on its way");
  });
  expect(await (await app.request("/letters/0123")).text()).toBe("on its way");
  const error = { kind: "TypeError", at: expect.any(String) };
  const request = { method: "GET", route: "/letters/:secret" };
  expect(log.lines).toEqual([{ level: "error", event: "after_answer_failed", ...request, ...error }]);
});

test("sign-in links that can't be sent are logged; the answer is the same as ever", async () => {
  const school = await smallSchool();
  const { app, log } = testApp(school.db);
  const after: Promise<unknown>[] = [];
  const context = { waitUntil: (work: Promise<unknown>) => after.push(work), passThroughOnException() {}, props: {} };
  const body = new URLSearchParams({ email: "rachael@mail.example" });
  const init = { method: "POST", body, headers: { origin: school.origin }, redirect: "manual" } as const;
  const answer = await without("sign_in_links", async () => {
    const answer = await app.fetch(new Request(`${school.origin}/sign-in/link`, init), {}, context);
    await Promise.all(after);
    return answer;
  });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in/link/sent"]);
  expect(log.lines).toMatchObject([{ level: "error", event: "sign_in_links_failed", schoolId: school.schoolId }]);
  expect(JSON.stringify(log.lines)).not.toContain("rachael");
});

test("an import is logged with its counts, one that can't be used with its faults", async () => {
  const school = await smallSchool();
  const { app, log } = testApp(school.db);
  const headers = { cookie: await cookieOf(school, school.ids.office), origin: school.origin };
  const bring = async (texts: Record<string, string>) => {
    const body = new FormData();
    for (const [name, text] of Object.entries(texts)) body.set(name, text);
    return app.fetch(new Request(`${school.origin}/admin/import/confirm`, { method: "POST", body, headers }));
  };
  await bring({ ...demoFiles, enrolment: "class_id,student_id\nC01,S099\n" });
  await bring(demoFiles);
  const { schoolId } = school;
  expect(log.lines.slice(0, 2)).toEqual([
    { level: "info", event: "import_refused", errors: expect.any(Number), schoolId },
    expect.objectContaining({ level: "info", event: "records_imported", create: expect.any(Number), schoolId }),
  ]);
});

test("a board that does not answer in a second and a half is done without, and logged", async () => {
  const school = await smallSchool();
  const [clock, log] = [new TestClock(Date.now()), new TestLog()];
  const boards = { ...NO_BOARDS, look: () => new Promise<never>(() => {}) };
  const app = createApp(worldOf(school.db, { clock: clock.port, log: log.port, boards }));
  const headers = { cookie: await cookieOf(school, school.ids.office) };
  let page: string | undefined;
  const url = `${school.origin}/admin/evenings/${school.ids.evening}/board`;
  const reading = Promise.resolve(app.fetch(new Request(url, { headers }))).then(async (answer) => {
    page = await answer.text();
  });
  await expect.poll(() => clock.isAwaited).toBe(true);
  expect(page).toBeUndefined();
  clock.now += 1_500;
  await reading;
  expect(page).toContain("We can’t see who is in the calls at the moment");
  expect(log.lines).toMatchObject([
    { level: "warn", event: "board_silent", eveningId: school.ids.evening, kind: "late" },
  ]);
});
