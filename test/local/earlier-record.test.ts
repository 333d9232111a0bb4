import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { createApp } from "../../worker/app.tsx";
import { openDatabase } from "../../worker/db/client.ts";
import { appointments, evenings, people, schools, sessions } from "../../worker/db/schema.ts";
import type { World } from "../../worker/ports/deps.ts";
import { platformPorts } from "../../worker/ports/platform-ports.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { guestTokenOf } from "../../worker/rules/links.ts";
import { hashToken } from "../../worker/rules/tokens.ts";
import { sqliteD1 } from "../deno/sqlite-d1.ts";

/** A database that an earlier release wrote opens after the migrations since, and everything in it goes on. */

const NOW = Date.UTC(2027, 0, 12, 16, 0, 30);
/** The last migration that 494889b had. */
const LAST = "0010_former_teachers.sql";
const KEY = "local-only-key-never-used-in-production";

let world: World;
let origin: string;
let eveningId: string;

beforeEach(async () => {
  const folder = new URL("../../migrations/", import.meta.url);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
  const record = readFileSync(new URL("fixtures/record-494889b.sql", import.meta.url), "utf8");
  expect(names).toContain(LAST);
  const d1 = sqliteD1([
    ...names.filter((name) => name <= LAST).map(read),
    record,
    ...names.filter((name) => name > LAST).map(read),
  ]);
  const db = openDatabase(d1 as unknown as Parameters<typeof openDatabase>[0]);
  const none = () => Promise.reject(new Error("no room is open"));
  const settings = readSettings({
    ...{ STAGE: "local", PUBLIC_URL: "http://localhost", MAIL_FROM: "evenings@parlour.example" },
    ...{ SIGNING_KEYS: JSON.stringify({ current: "k1", keys: { k1: KEY } }), POSTMARK_TOKEN: "none" },
    ...{ POSTMARK_HOST: "127.0.0.1:9", SFU_URL: "http://127.0.0.1:9/v1", SFU_APP_ID: "none", SFU_APP_SECRET: "none" },
  });
  const rooms = { notify: none, forget: none, connect: none };
  const boards = { look: none, changed: none, connect: none };
  const clock = { now: () => NOW, wait: () => Promise.resolve() };
  const noNetwork = () => Promise.reject(new Error("no network"));
  world = { settings, db, rooms, boards, ...platformPorts(settings, { clock, fetch: noNetwork, log: () => {} }) };
  const [school, evening] = [await db.select().from(schools).get(), await db.select().from(evenings).get()];
  origin = `http://${school?.slug}.localhost`;
  eveningId = evening?.id ?? "";
});

/** The browser of the person whose id begins so, signed in. */
async function browserOf(name: string) {
  const person = (await world.db.select().from(people)).find(({ id }) => id.startsWith(name));
  if (!person) throw new Error(`nobody is ${name}`);
  const expiresAt = NOW + 3_600_000;
  const tokenHash = await hashToken(name);
  const { schoolId, id: personId } = person;
  await world.db.insert(sessions).values({ schoolId, tokenHash, personId, createdAt: NOW, expiresAt });
  const ask = (path: string, init: RequestInit = {}) =>
    createApp(world).fetch(
      new Request(`${origin}${path.replace("EVENING", eveningId)}`, {
        ...{ headers: { cookie: `parlour=${name}`, origin }, redirect: "manual", ...init },
      }),
    );
  const page = async (path: string) => {
    const answer = await ask(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.text();
  };
  const press = async (path: string, body: Record<string, string>) =>
    (await ask(path, { method: "POST", body: new URLSearchParams(body) })).status;
  return { page, press };
}

test("a guardian's bookings, invites and held proposal are on their pages, and are booked, moved and given back from there", async () => {
  const rachael = await browserOf("rachael");
  const bookings = await rachael.page("/bookings");
  expect(bookings).toContain("Mrs Anita Abell");
  expect(await rachael.page("/bookings/invites")).toContain("jane@guest.example");
  const david = await browserOf("david");
  expect(await david.page("/evenings/EVENING/book/automatic/proposal")).toContain("Accept");
  expect(await david.press("/evenings/EVENING/book/automatic/proposal", { accept: "" })).toBe(303);
  const manual = "/evenings/EVENING/book/manual";
  const rows = await world.db.select().from(appointments);
  const science = rows.find(({ id }) => id === "science");
  const of = { id: "science", student: science?.studentId ?? "", class: science?.classId ?? "" };
  const at = String((science?.startsAt ?? 0) + 300_000);
  expect(await rachael.press(manual, { ...of, book: at, moves: "1" })).toBe(303);
  expect(await rachael.press(manual, { ...of, cancel: "science" })).toBe(303);
  const after = (await world.db.select().from(appointments)).map(({ id, state }) => `${id} ${state}`);
  expect(after).toEqual(expect.arrayContaining(["science cancelled", "review booked", "sophie cancelled"]));
  expect(after.filter((row) => row.endsWith("booked"))).toHaveLength(2);
});

test("the link that a guest was sent opens the guest's page", async () => {
  const invite = await world.db.query.invites.findFirst();
  if (!invite) throw new Error("no invite");
  const token = await guestTokenOf(world.settings.SIGNING_KEYS, invite);
  const answer = await createApp(world).fetch(new Request(`${origin}/guests/video/${invite.id}?guestToken=${token}`));
  expect([answer.status, (await answer.text()).includes("Ben Abbot")]).toEqual([200, true]);
});

test("a teacher's note and schedule, and the office's pages, are as they were", async () => {
  const schedule = await (await browserOf("anita")).page("/staff/schedule");
  expect(schedule).toContain("Reads well");
  expect(schedule).toContain("Ben Abbot");
  const office = await browserOf("office");
  expect(await office.page("/admin")).toContain("Progress Meeting");
  expect(await office.page("/admin/evenings/EVENING/teachers")).toContain("16:09");
  expect(await office.page("/admin/invites")).toContain("jane@guest.example");
});
