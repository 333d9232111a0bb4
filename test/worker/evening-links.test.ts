import { and, eq, isNull } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { schoolApp } from "../../worker/app.tsx";
import { inviteSent } from "../../worker/changes/invites.ts";
import { commit } from "../../worker/db/guard.ts";
import {
  appointments,
  eveningClasses,
  evenings,
  invites,
  rateLimits,
  sessions,
  signInLinks,
  waiting,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { guestTokenOf } from "../../worker/rules/links.ts";
import { bookingLink } from "../support/worker/booking-link.ts";
import { TestBrowser } from "../support/worker/browser.ts";
import { booked, MINUTE, smallSchool, testApp } from "../support/worker/small-school.ts";

const DAY = 24 * 60 * MINUTE;
/** Ten in the morning; the evening of `smallSchool` has just begun. */
const NOW = Date.UTC(2027, 0, 12, 10);

beforeEach(async () => {
  await (await smallSchool(NOW)).db.delete(rateLimits);
});

/** Rachael with an appointment in each of two evenings, a guest, and a waitlist entry in the other; her link of the first one's mail. */
async function twoEvenings({ now = NOW } = {}) {
  const school = await smallSchool(NOW);
  const { db, schoolId, ids, startsAt } = school;
  const { app, deps, clock } = testApp(db, { now });
  const other = `other-${school.slug}`;
  const [evening] = await db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening)));
  if (!evening) throw new Error("no evening");
  const moved = { startsAt: startsAt + DAY, endsAt: evening.endsAt + DAY, bookingClosesAt: evening.endsAt + DAY };
  await db.insert(evenings).values({ ...evening, ...moved, id: other, name: "The other evening" });
  await db.insert(eveningClasses).values({ schoolId, eveningId: other, classId: ids.science, units: 1 });
  const choice = { guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita] };
  const there = await booked(school, { ...choice, slot: 24 });
  await db
    .update(appointments)
    .set({ eveningId: other, startsAt: startsAt + DAY + 5 * MINUTE, endsAt: startsAt + DAY + 10 * MINUTE })
    .where(eq(appointments.id, there));
  const here = await booked(school, { ...choice, slot: 20 });
  const guest = (id: string, eveningId: string) => ({
    ...{ id, eveningId, guardianId: ids.rachael, name: "Tom", email: `${id}@mail.example`, studentIds: [ids.ben] },
    ...{ keyId: deps.settings.SIGNING_KEYS.current, consent: { words: "", version: 1 }, onBehalf: false },
  });
  const scope = schoolScope(db, schoolId, NOW, ids.rachael);
  const [inviteHere, inviteThere] = [`in-${here}`, `in-${there}`];
  await commit(db, inviteSent(scope, guest(inviteHere, ids.evening)));
  await commit(db, inviteSent(scope, guest(inviteThere, other)));
  const entry = { schoolId, guardianId: ids.rachael, studentId: ids.ben, classId: ids.review, joinedAt: NOW, note: "" };
  await db.insert(waiting).values({ ...entry, id: `w-${there}`, eveningId: other, state: "waiting" });
  const link = () => bookingLink(deps, scope, ids.rachael, ids.evening);
  const browser = () => new TestBrowser(app, school.slug);
  const open = async () => {
    const page = browser();
    const url = await link();
    await page.post(url, { person: ids.rachael });
    return page;
  };
  const of = { here, there, inviteHere, inviteThere, entryThere: `w-${there}`, other };
  return { school, app, deps, clock, evening, link, browser, open, ...of };
}

const locationOf = (answer: Response) => answer.headers.get("location") ?? "";

test("a booking mail's link opens its evening on every device, as often as it is pressed, until the day after", async () => {
  const { school, link, browser, clock, evening } = await twoEvenings();
  const url = await link();
  for (const _ of ["phone", "laptop"]) {
    const page = browser();
    expect(await page.text(url)).toContain("Sign in as Rachael Abbot");
    expect((await page.post(url, { person: school.ids.rachael })).status).toBe(303);
    expect((await page.get(`/bookings?evening=${school.ids.evening}`)).status).toBe(200);
    // Whoever is in already is not asked to press again.
    expect((await page.get(url)).status).toBe(303);
  }
  const kept = await school.db.select().from(sessions).where(eq(sessions.schoolId, school.schoolId));
  expect(kept.map(({ eveningId, expiresAt }) => [eveningId, expiresAt])).toEqual([
    ...[1, 2].map(() => [school.ids.evening, evening.endsAt + DAY]),
  ]);
  clock.now = evening.endsAt + DAY;
  const late = await browser().get(url);
  expect(late.status).toBe(410);
  expect(await late.text()).toContain("r•••@mail.example");
});

test("on the day the link leads to the calls, before it and after the evening to the bookings", async () => {
  const { school, link, browser, clock, evening } = await twoEvenings({ now: NOW - DAY });
  const { rachael, evening: id } = school.ids;
  const url = await link();
  const lead = async () => locationOf(await browser().post(url, { person: rachael }));
  expect(await lead()).toBe(`/bookings?evening=${id}`);
  clock.now = NOW;
  expect(await lead()).toBe(`/video?evening=${id}`);
  clock.now = evening.endsAt + MINUTE;
  expect(await lead()).toBe(`/bookings?evening=${id}`);
});

test("a page that names no evening is that of the link's", async () => {
  const { school, open } = await twoEvenings();
  const page = await open();
  for (const path of ["/bookings", "/bookings/invites", "/video"])
    expect(locationOf(await page.get(path))).toBe(`${path}?evening=${school.ids.evening}`);
});

test("bookings, amendments, invites and calls of the evening are open to the link", async () => {
  const { school, open, here, inviteHere } = await twoEvenings();
  const { evening, science, ben } = school.ids;
  const page = await open();
  const query = `?evening=${evening}`;
  for (const path of [
    ...[`/bookings${query}`, `/bookings/invites${query}`, `/bookings/calendar.ics${query}`, `/video${query}`],
    ...[`/video/records${query}`, `/evenings/${evening}/book/manual`, `/evenings/${evening}/book/automatic`],
  ])
    expect([path, (await page.get(path)).status]).toEqual([path, 200]);
  expect((await page.pass(here)).status).toBe(200);
  expect(locationOf(await page.post(`/bookings/invites/${inviteHere}/resend`))).toContain(`resent=${inviteHere}`);
  expect(locationOf(await page.post(`/bookings/invites/${inviteHere}/remove`))).toContain(`removed=${inviteHere}`);
  const press = { id: here, student: ben, class: science, cancel: here };
  expect(locationOf(await page.post(`/evenings/${evening}/book/manual`, press))).toContain("done=cancelled");
});

test("anything else has a fresh link sent by one press, and leads there then", async () => {
  const { school, open, other } = await twoEvenings();
  const page = await open();
  const asked = await page.get(`/bookings?evening=${other}`);
  expect(locationOf(asked)).toBe(`/sign-in/again?next=${encodeURIComponent(`/bookings?evening=${other}`)}`);
  const shown = await page.text(locationOf(asked));
  expect(shown).toContain('Send it again to <bdi dir="ltr">r•••@mail.example</bdi>');
  expect(locationOf(await page.post("/sign-in/again", { next: `/bookings?evening=${other}` }))).toBe(
    "/sign-in/link/sent",
  );
  const whole = and(eq(signInLinks.schoolId, school.schoolId), isNull(signInLinks.eveningId));
  expect(await school.db.select().from(signInLinks).where(whole)).toMatchObject([
    { personIds: JSON.stringify([school.ids.rachael]), returnTo: `/bookings?evening=${other}` },
  ]);
  // Whoever has no such session is asked who they are.
  expect(locationOf(await page.get("/account/sessions"))).toBe("/sign-in/again?next=%2Faccount%2Fsessions");
  await page.post("/sign-out");
  expect(locationOf(await page.get("/sign-in/again"))).toBe("/sign-in");
});

test("what is of another evening can't be reached by an address of the link's", async () => {
  const { school, open, there, entryThere } = await twoEvenings();
  const { evening, science, ben } = school.ids;
  const page = await open();
  expect((await page.post(`/evenings/${evening}/waiting`, { leave: entryThere })).status).toBe(404);
  const press = { id: there, student: ben, class: science };
  for (const act of [{ cancel: there }, { say: there, note: "Hello" }])
    expect((await page.post(`/evenings/${evening}/book/manual`, { ...press, ...act })).status).toBe(404);
  expect(await school.db.$count(waiting, and(eq(waiting.id, entryThere), eq(waiting.state, "waiting")))).toBe(1);
  expect(await school.db.$count(appointments, and(eq(appointments.id, there), eq(appointments.state, "booked")))).toBe(
    1,
  );
});

test("every route of the site answers a session of one evening about another evening as it answers nobody", async () => {
  const given = await twoEvenings();
  const { school, app, deps, open, other, there, inviteThere, entryThere } = given;
  const page = await open();
  const nobody = new TestBrowser(app, school.slug);
  const routes = schoolApp(deps).routes.filter(({ method, path }) => method !== "ALL" && !path.includes("*"));
  const paths = new Map(routes.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  expect(
    [...paths.keys()].filter((name) => /bookings|evenings\/:id|video|offers|rooms/.test(name)).length,
  ).toBeGreaterThan(20);
  const ids: Record<string, string> = { appointmentId: there, proposal: "none", guardianId: school.ids.rachael };
  const idIn = (path: string) => {
    if (path.startsWith("/bookings/invites/")) return inviteThere;
    return path.startsWith("/offers/") ? entryThere : other;
  };
  const told: Record<string, string>[] = [];
  for (const { method, path } of paths.values()) {
    const address = path.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => ids[name] ?? idIn(path));
    if (address.startsWith("/sign-") || address.startsWith("/staff/sign-in")) continue;
    const form = {
      evening: other,
      id: there,
      student: school.ids.ben,
      class: school.ids.science,
      cancel: there,
      unable: "0",
    };
    const ask = async (one: TestBrowser) => {
      const answer = await (method === "POST" ? one.post(address, form) : one.get(`${address}?evening=${other}`));
      return [answer.status, locationOf(answer).replace("/sign-in/again", "/sign-in"), await answer.text()].join(" ");
    };
    const [theirs, nobodys] = [await ask(page), await ask(nobody)];
    if (theirs !== nobodys) told.push({ [`${method} ${address}`]: theirs.slice(0, 200) });
  }
  expect(told).toEqual([]);
  expect(await page.pass(there)).toMatchObject({ status: 401 });
  expect(await school.db.$count(appointments, and(eq(appointments.id, there), eq(appointments.state, "booked")))).toBe(
    1,
  );
  expect(await school.db.$count(invites, and(eq(invites.id, inviteThere), eq(invites.state, "sent")))).toBe(1);
});

test("a guest's link: over from the day after, in the school's zone, and nothing once retention has run", async () => {
  const { school, deps, browser, inviteHere, evening, clock } = await twoEvenings();
  const { db, schoolId } = school;
  const [invite] = await db
    .select()
    .from(invites)
    .where(and(eq(invites.schoolId, schoolId), eq(invites.id, inviteHere)));
  if (!invite) throw new Error("no invite");
  const token = await guestTokenOf(deps.settings.SIGNING_KEYS, invite);
  const page = browser();
  const ask = async (change = "") => {
    const answer = await page.get(`/guests/video/${inviteHere}?guestToken=${change || token}`);
    return { status: answer.status, text: await answer.text() };
  };
  expect((await ask()).status).toBe(200);
  clock.now = evening.endsAt + 60 * MINUTE;
  expect((await ask()).status).toBe(200);
  clock.now = Date.UTC(2027, 0, 13, 0, 1);
  const over = await ask();
  expect([over.status, over.text.includes("This evening is over")]).toEqual([410, true]);
  expect(over.text).toContain("Rachael Abbot");
  expect(over.text).not.toContain("Ben");
  // It is theirs still to say that the invitation was not for them.
  expect((await page.get(`/guests/not-me/${inviteHere}?guestToken=${token}`)).status).toBe(200);
  const changed = await ask(token.replace(/.$/, token.endsWith("0") ? "1" : "0"));
  expect([changed.status, changed.text.includes("Copy the whole link")]).toEqual([404, true]);
  expect((await ask(token.slice(1))).text).toContain("Copy the whole link");
  clock.now = evening.endsAt + 31 * DAY;
  const gone = await ask();
  expect([gone.status, gone.text.includes("We can’t find that page")]).toEqual([404, true]);
  expect((await page.get(`/guests/not-me/${inviteHere}?guestToken=${token}`)).status).toBe(404);
});
