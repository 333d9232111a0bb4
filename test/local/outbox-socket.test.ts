import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogLine } from "../../durable-objects/log.ts";
import { type RunningMailTray, startMailTray } from "../../local/mail-tray.ts";
import { enqueueMail } from "../../worker/changes/enqueue-mail.ts";
import { openDatabase } from "../../worker/db/client.ts";
import { outbox, people, schools, signInLinks } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import type { World } from "../../worker/ports/deps.ts";
import { platformClock, platformPorts } from "../../worker/ports/platform-ports.ts";
import { mailGateway, openPostmark } from "../../worker/ports/postmark.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { sqliteD1 } from "../deno/sqlite-d1.ts";
import { freePorts } from "../support/local-run.ts";

/** The outbox and Postmark's own SDK against the mail tray on a real socket, faults and all; only the clock is the test's. */

const TOKEN = "a-token-for-this-test";
const MINUTE = 60_000;
const SCHOOL = "school-1";
/** How long a Postmark that is told to be silent is waited for: fifteen seconds in the product. */
const SILENCE_S = 3;
const clock = { now: Date.UTC(2026, 10, 23, 9) };
let lines: LogLine[] = [];
let port = 0;
let state = "";
let tray: RunningMailTray | null = null;
let deps: World;

beforeEach(async () => {
  lines = [];
  [port = 0] = await freePorts(1);
  state = await mkdtemp(join(tmpdir(), "parlour-outbox-"));
  deps = await startDeps();
});

afterEach(async () => {
  await tray?.stop();
  tray = null;
  await rm(state, { recursive: true });
});

async function openTray(): Promise<void> {
  tray = await startMailTray({ port, token: TOKEN, state });
}

async function startDeps(): Promise<World> {
  const folder = new URL("../../migrations/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const migrations = names.sort().map((name) => readFileSync(new URL(name, folder), "utf8"));
  const db = openDatabase(sqliteD1(migrations) as unknown as Parameters<typeof openDatabase>[0]);
  const settings = readSettings({
    ...{
      STAGE: "local",
      PUBLIC_URL: "http://localhost:8787",
      POSTMARK_TOKEN: TOKEN,
      POSTMARK_HOST: `127.0.0.1:${port}`,
    },
    SIGNING_KEYS: '{"current":"k1","keys":{"k1":"a-key-for-tests-of-32-characters-or-more"}}',
    MAIL_FROM: "Parlour <evenings@parlour.example>",
    ...{ SFU_URL: "http://127.0.0.1:9/v1", SFU_APP_ID: "none", SFU_APP_SECRET: "none" },
  });
  await db.insert(schools).values({
    ...{ id: SCHOOL, slug: "greenabbey", name: "Green Abbey Primary School", shortName: "Green Abbey" },
    ...{ zone: "Europe/London", colour: "#2b4c8c", createdAt: 0 },
  });
  await db.insert(people).values({
    ...{ schoolId: SCHOOL, id: "david", role: "guardian", externalId: "g1", title: "Mr", forename: "David" },
    ...{ surname: "Aaron", email: "david@test.example", nameKey: "david aaron", emailKey: "david@test.example" },
  });
  return {
    ...{ settings, db },
    ...platformPorts(settings, {
      clock: { ...platformClock, now: () => clock.now },
      log: (line) => lines.push(line),
    }),
    // No mail asks a room for anything.
    rooms: {} as World["rooms"],
    boards: {} as World["boards"],
  };
}

/** So many sign-in links, each a mail of its own, that stay good for two days. */
async function enqueue(count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    const id = crypto.randomUUID();
    await deps.db.insert(signInLinks).values({
      ...{ schoolId: SCHOOL, id, tokenHash: id, keyId: "k1", personIds: '["david"]', returnTo: "/bookings" },
      ...{ createdAt: clock.now, expiresAt: clock.now + 2880 * MINUTE },
    });
    await enqueueMail(schoolScope(deps.db, SCHOOL, clock.now), { kind: "sign_in", linkId: id });
  }
}

async function plan(next: string, count = 1): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${port}/faults`, {
    ...{ method: "POST", headers, body: JSON.stringify({ next, count }) },
  });
  expect(answer.status).toBe(200);
}

async function arrived(): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/dev/mail.json`);
  const mails = (await answer.json()) as { headers: Record<string, string> }[];
  return mails.map(({ headers }) => headers["X-PM-Metadata-id"] ?? "");
}

const states = async () =>
  (await deps.db.select().from(outbox)).map(({ state, problem, uncertain }) => [state, problem, uncertain]);

/** The same, by a worker that does not wait long. */
async function sendIntoSilence(): Promise<void> {
  const client = openPostmark(deps.settings, (url, init) => fetch(url, init), SILENCE_S);
  await sendDueMail({ ...deps, mail: mailGateway(client, deps.settings.MAIL_FROM) });
}

async function pass(minutes: number): Promise<void> {
  clock.now += minutes * MINUTE;
  await sendDueMail(deps);
}

test("429 and 500 put it off, 422 ends it, and what is left goes once", async () => {
  await openTray();
  await enqueue(1);
  await plan("429");
  await sendDueMail(deps);
  expect(await states()).toEqual([["waiting", "rate_limited", false]]);
  await plan("500");
  await pass(1);
  expect(await states()).toEqual([["waiting", "unavailable", true]]);
  await pass(2);
  expect(await states()).toEqual([["sent", null, false]]);
  await enqueue(1);
  await plan("422");
  await sendDueMail(deps);
  expect(await states()).toContainEqual(["failed", "invalid_request", false]);
  const errors = (await deps.db.select().from(outbox)).map(({ lastError }) => lastError);
  expect(errors.sort()).toEqual(["postmark 422 code 300", expect.stringMatching(/^postmark 500\b/)]);
  expect(lines.map(({ event, status }) => [event, status])).toEqual([
    ["mail_put_off", 429],
    ["mail_put_off", 500],
    ["mail_refused", 422],
  ]);
  expect(await arrived()).toHaveLength(1);
});

test("down for an hour: refused connections lose nothing and send once when it is back", async () => {
  await enqueue(3);
  for (let minute = 0; minute < 60; minute += 1) await pass(1);
  expect((await states()).map(([state]) => state)).toEqual(["waiting", "waiting", "waiting"]);
  await openTray();
  for (let minute = 0; minute < 61; minute += 1) await pass(1);
  expect((await states()).map(([state]) => state)).toEqual(["sent", "sent", "sent"]);
  expect(new Set(await arrived()).size).toBe(3);
  expect(await arrived()).toHaveLength(3);
});

test("a silence that hid the mail is asked about, and the mail not sent again; one that lost it sends it", async () => {
  await openTray();
  await enqueue(1);
  await plan("accept-then-timeout");
  await sendIntoSilence();
  expect(await states()).toEqual([["waiting", "unanswered", true]]);
  expect(await arrived()).toHaveLength(1);
  await pass(1);
  expect(await states()).toEqual([["sent", null, false]]);
  expect(await arrived()).toHaveLength(1);
  await enqueue(1);
  await plan("timeout");
  await sendIntoSilence();
  expect(await arrived()).toHaveLength(1);
  await pass(2);
  expect(new Set(await arrived()).size).toBe(2);
  expect(await arrived()).toHaveLength(2);
});

test("four workers at once over the wire send each of 120 mails once", async () => {
  await openTray();
  await enqueue(120);
  await Promise.all([1, 2, 3, 4].map(() => sendDueMail(deps)));
  expect(await arrived()).toHaveLength(120);
  expect(new Set(await arrived()).size).toBe(120);
});
