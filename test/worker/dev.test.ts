import { env, exports } from "cloudflare:workers";
import { and, eq, gte } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { createApp } from "../../worker/app.tsx";
import { appointments, claims, evenings, people, roomNotices, schools } from "../../worker/db/schema.ts";
import type { DemoPerson } from "../../worker/dev/demo-people.ts";
import { localRoutes } from "../../worker/dev/local-routes.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { demoFiles } from "../support/worker/demo.ts";
import { db } from "../support/worker/school.ts";
import { worldOf } from "../support/worker/world.ts";

const apex = "http://localhost:8787";
const school = "http://greenabbey.localhost:8787";
const get = (address: string, cookie = "") =>
  exports.default.fetch(address, { headers: { cookie }, redirect: "manual" });
const postJson = (path: string, body: unknown) =>
  exports.default.fetch(`${apex}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", origin: apex },
  });
const newEvening = async (startsAt: number | string, slotSeconds = 300) => {
  const response = await postJson("/dev/evenings", { startsAt, slotSeconds });
  expect(response.status).toBe(201);
  return (await response.json()) as {
    id: string;
    startsAt: number;
    appointments: { startsAt: number; endsAt: number }[];
  };
};

/** The answers to the front page, the school's, a sign-in of somebody's, and a school that nobody will make. */
const early = async () => {
  const addresses = [`${apex}/`, `${school}/`, `${school}/dev/sign-in/somebody`, "http://other.localhost:8787/"];
  return (await Promise.all(addresses.map((address) => get(address)))).map(({ status }) => status);
};

beforeAll(async () => {
  expect((await get(`${apex}/healthz`)).status).toBe(503);
  expect(await early()).toEqual([503, 503, 503, 404]);
  const half = { id: "half", slug: "greenabbey", name: "Green Abbey Primary School", shortName: "Green Abbey" };
  await db
    .insert(schools)
    .values({ ...half, ...{ zone: "Europe/London", colour: "#2b4c8c", officePhone: "" }, createdAt: 0 });
  expect(await early()).toEqual([503, 503, 503, 404]);
  await db.delete(schools);
  expect((await postJson("/dev/demo", { files: demoFiles })).status).toBe(201);
});

test("a local run that has just begun says so, until the demo school is all there", async () => {
  expect(await early()).toEqual([200, 200, 404, 404]);
});

test("the demo school is made once, with its admin and two evenings", async () => {
  expect(await (await postJson("/dev/demo", { files: demoFiles })).json()).toMatchObject({ created: false });
  expect(await (await get(`${apex}/healthz`)).json()).toEqual({ ok: true });
  expect(await db.$count(schools)).toBe(1);
  const found = await db.select().from(evenings).where(eq(evenings.state, "published")).orderBy(evenings.startsAt);
  expect(found.map((evening) => [evening.name, evening.endsAt - evening.startsAt, evening.slotSeconds])).toEqual([
    ["Progress Meeting", 3 * 3_600_000, 300],
    ["Primary School Parents' Evening", 3 * 3_600_000, 600],
  ]);
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", timeStyle: "short" });
  expect(clock.format(found[1]?.startsAt)).toBe("16:00");
});

test("the demo people are listed, and each signs in with one GET", async () => {
  const listed = (await (await get(`${apex}/dev/people.json`)).json()) as DemoPerson[];
  // The last is of no school: who runs the platform, who signs in on the platform's own address.
  expect(listed).toHaveLength(13);
  expect(listed[0]).toMatchObject({ role: "guardian", name: "David Aaron", school: "greenabbey" });
  expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(["Mrs Anita Abell", "Mrs Eleanor Hart"]));
  for (const [role, start] of [
    ["guardian", "/bookings"],
    ["teacher", "/staff/schedule"],
    ["admin", "/admin"],
    ["office", "/admin"],
  ]) {
    const response = await get(listed.find((person) => person.role === role)?.signInUrl ?? "");
    expect([response.status, response.headers.get("location")]).toEqual([303, start]);
    const cookie = response.headers.get("set-cookie")?.split(";")[0];
    expect((await get(`${school}${start}`, cookie)).status).toBe(200);
  }
  const operator = listed.at(-1);
  expect(operator).toMatchObject({ role: "operator", school: "" });
  const entered = await get(operator?.signInUrl ?? "");
  expect([entered.status, entered.headers.get("location")]).toEqual([303, "/operator"]);
  expect((await get(`${apex}/operator`, entered.headers.get("set-cookie")?.split(";")[0])).status).toBe(200);
  expect((await get(`${apex}/dev/sign-in/operator/nobody@parlour.example`)).status).toBe(404);
  expect((await get(`${school}/dev/sign-in/nobody`)).status).toBe(404);
});

test("a fresh evening has David's three appointments and Rachael's long one", async () => {
  const startsAt = Date.now() + 10 * 24 * 3_600_000;
  const response = await postJson("/dev/evenings", { startsAt: new Date(startsAt).toISOString(), slotSeconds: 60 });
  const slot = (number: number) => startsAt + (number - 1) * 60_000;
  expect(await response.json()).toMatchObject({
    ...{ name: "Progress Meeting", school: "greenabbey", startsAt, slotSeconds: 60 },
    appointments: expect.arrayContaining([
      {
        ...{ id: expect.any(String), guardian: "David Aaron", student: "Sophie Aaron", subject: "Science" },
        ...{ teachers: ["Mrs Anita Abell"], startsAt: slot(1), endsAt: slot(2) },
      },
      expect.objectContaining({ student: "Liz Aaron", teachers: ["Mr Geraint Davies"], startsAt: slot(2) }),
      expect.objectContaining({ student: "Chris Aaron", teachers: ["Mr John Atkinson"], startsAt: slot(5) }),
      expect.objectContaining({
        ...{ guardian: "Rachael Abbot", student: "Ben Abbot", subject: "Learning Review" },
        teachers: ["Mr J Sinclair", "Miss Oluwaseun Brooks", "Mrs Halima Rahman"],
        ...{ startsAt: slot(1), endsAt: slot(7) },
      }),
    ]),
  });
});

test("an evening at the same time is closed: its appointments are cancelled, everyone's time is free and the rooms hear of it", async () => {
  const startsAt = Date.now() + 20 * 24 * 3_600_000;
  const first = await newEvening(startsAt);
  const second = await newEvening(startsAt + 90_000, 240);
  const old = await db.select().from(evenings).where(eq(evenings.id, first.id)).get();
  expect(old?.state).toBe("closed");
  const cancelled = await db.select().from(appointments).where(eq(appointments.eveningId, first.id));
  expect(cancelled.map(({ state, version }) => [state, version])).toEqual(Array(4).fill(["cancelled", 2]));
  expect(await db.$count(claims, eq(claims.eveningId, first.id))).toBe(0);
  expect(
    await db.$count(appointments, and(eq(appointments.eveningId, second.id), eq(appointments.state, "booked"))),
  ).toBe(4);
});

test("of evenings made at the same instant, one stays open and the others are closed", async () => {
  const startsAt = Date.now() + 40 * 24 * 3_600_000;
  const made = await Promise.all([1, 2, 3, 4].map(() => newEvening(startsAt)));
  const found = await db.select().from(evenings).where(eq(evenings.startsAt, startsAt));
  expect(found).toHaveLength(made.length);
  const open = found.filter(({ state }) => state === "published").map(({ id }) => id);
  expect(open).toHaveLength(1);
  const booked = await db
    .select()
    .from(appointments)
    .where(and(eq(appointments.state, "booked"), gte(appointments.startsAt, startsAt)));
  expect(booked.filter(({ startsAt: at }) => at < startsAt + 3_600_000).map(({ eveningId }) => eveningId)).toEqual(
    Array(4).fill(open[0]),
  );
});

test("the rooms' notices are written with the change", async () => {
  const first = await newEvening(Date.now() + 24 * 3_600_000);
  await newEvening(first.startsAt);
  const ids = (await db.select().from(roomNotices)).map((notice) => notice.appointmentId);
  const old = await db.select().from(appointments).where(eq(appointments.eveningId, first.id));
  // Delivery may have been faster than this test; what is left must be of cancelled appointments.
  for (const id of ids)
    expect((await db.select().from(appointments).where(eq(appointments.id, id)).get())?.state).toBe("cancelled");
  expect(old.every(({ version }) => version === 2)).toBe(true);
});

test.each([
  [{}],
  [{ startsAt: "tomorrow", slotSeconds: 300 }],
  [{ startsAt: 5, slotSeconds: 300 }],
  [{ startsAt: Date.now(), slotSeconds: 0 }],
  [{ startsAt: Date.now(), slotSeconds: 1.5 }],
  [null],
])("bad input is answered with words: %j", async (body) => {
  const response = await postJson("/dev/evenings", body);
  expect(response.status).toBe(422);
  expect(((await response.json()) as { words: string }).words).not.toBe("");
});

test("the button makes an evening of now and leads back", async () => {
  const response = await exports.default.fetch(`${apex}/dev/evenings`, {
    method: "POST",
    body: "",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: apex },
    redirect: "manual",
  });
  expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  const made = await db.select().from(evenings).where(eq(evenings.state, "published"));
  const latest = made.find((evening) => Math.abs(evening.startsAt - Date.now()) < 600_000);
  expect((latest?.startsAt ?? 1) % 300_000).toBe(0);
});

test("production answers 404 on every local path, on the apex and on a school", async () => {
  const settings = readSettings({
    ...env,
    STAGE: "production",
    PUBLIC_URL: "https://school.example",
    POSTMARK_TOKEN: "a-token",
  });
  const app = createApp(worldOf(db, { settings }), localRoutes);
  const person = await db.select().from(people).get();
  const paths = ["/dev/demo", "/dev/people.json", "/dev/evenings", "/dev/mail", "/dev/mail.json", "/dev/mail/x"];
  for (const origin of ["https://school.example", "https://greenabbey.school.example"]) {
    for (const path of [...paths, `/dev/sign-in/${person?.id}`, "/dev/sign-in/operator/operator@parlour.example"]) {
      for (const method of ["GET", "POST"]) {
        const response = await app.fetch(new Request(`${origin}${path}`, { method, headers: { origin } }));
        expect([method, path, response.status]).toEqual([method, path, 404]);
      }
    }
  }
  expect((await app.fetch(new Request("https://greenabbey.school.example/sign-in"))).status).toBe(200);
});
