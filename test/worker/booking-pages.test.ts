import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { appointments, evenings, invites } from "../../worker/db/schema.ts";
import { browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { booked, MINUTE, smallSchool } from "../support/worker/small-school.ts";

async function withBookings() {
  const school = await smallSchool();
  const { ids } = school;
  const ben = { guardian: ids.rachael, student: ids.ben };
  await booked(school, { ...ben, classId: ids.science, teachers: [ids.anita], slot: 1 });
  await booked(school, { ...ben, classId: ids.review, teachers: [ids.anita, ids.john], slot: 4, units: 6 });
  return { school, ids, rachael: await browserOf(school, ids.rachael) };
}

const clock = (at: number) =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", timeStyle: "short" }).format(at);

async function textOf(answer: Response | Promise<Response>): Promise<string> {
  return (await answer).text();
}

test("My Bookings: the evening, the count and span, the toolbar in its order, the gap, joint teachers in one row", async () => {
  const { school, rachael } = await withBookings();
  const html = await textOf(rachael.get("/bookings"));
  const span = `2 appointments from ${clock(school.startsAt + SLOT_MS)} to ${clock(school.startsAt + 10 * SLOT_MS)}`;
  expect(html).toContain(span);
  expect(html).toMatch(/Print.*Amend Bookings.*Invite Parent\/Guardian.*Subscribe to Calendar/s);
  expect(html).toContain("10 minute gap");
  expect(html).toContain("Mrs Anita Abell and Mr John Atkinson");
  expect(html).toContain("A test evening");
  expect(html).toContain(`href="/video?evening=${school.ids.evening}"`);
});

test("what can't be had any more is not offered: no change once booking is closed, no seat after the evening", async () => {
  const { school, ids, rachael } = await withBookings();
  const toolbar = () => textOf(rachael.get(`/bookings?evening=${ids.evening}&booked=1`));
  await school.db.update(evenings).set({ bookingClosesAt: rachael.clock.now }).where(eq(evenings.id, ids.evening));
  const closed = await toolbar();
  expect(closed).not.toContain("Amend Bookings");
  expect(closed).toContain(">Invite Parent/Guardian<");
  await school.db.update(evenings).set({ endsAt: rachael.clock.now }).where(eq(evenings.id, ids.evening));
  expect(await toolbar()).not.toMatch(/>Amend Bookings<|>Invite Parent|invite them now/);
  expect(await toolbar()).toContain("Subscribe to Calendar");
});

test("My Bookings on the day leads into the calls before anything else; before the day it says when to come back", async () => {
  const { ids, rachael } = await withBookings();
  const wayIn = `/video?evening=${ids.evening}`;
  const today = await textOf(rachael.get("/bookings"));
  expect(today).toContain(">Today<");
  expect(today.indexOf(wayIn)).toBeLessThan(today.indexOf("Subscribe to Calendar"));
  rachael.clock.now -= 3 * 24 * 3_600_000;
  const before = await textOf(rachael.get("/bookings"));
  expect(before).toContain("Come back here a few minutes before");
  expect(before.indexOf(wayIn)).toBeGreaterThan(before.indexOf("Subscribe to Calendar"));
});

test("once an invite has been sent the toolbar leads to Manage Invites; before, it is offered after booking", async () => {
  const { school, ids, rachael } = await withBookings();
  expect(await textOf(rachael.get(`/bookings?evening=${ids.evening}&booked=1`))).toContain("invite them now");
  await school.db.insert(invites).values({
    ...{ schoolId: school.schoolId, id: "i", eveningId: ids.evening, guardianId: ids.rachael, name: "Tom" },
    ...{ email: "t@x.example", state: "sent", version: 1, keyId: "k1", createdAt: 0 },
  });
  const html = await textOf(rachael.get("/bookings?booked=1"));
  expect(html).toContain("Manage Invites");
  expect(html).not.toMatch(/>Invite Parent\/Guardian<|invite them now/);
});

test("no bookings: an empty page with what can be booked; cancelled ones are not listed", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const id = await booked(school, {
    ...{ guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 2 },
  });
  await school.db.update(appointments).set({ state: "cancelled" }).where(eq(appointments.id, id));
  const david = await browserOf(school, ids.david);
  for (const path of ["/bookings", `/bookings?evening=${ids.evening}`]) {
    const html = await textOf(david.get(path));
    expect(html).toContain(`/evenings/${ids.evening}/book`);
    expect(html).not.toContain("Mrs Anita Abell");
  }
});

test("the evening shown is the one that runs or comes next, else the latest; another is a link away", async () => {
  const { school, ids, rachael } = await withBookings();
  const { db, schoolId } = school;
  const [evening] = await db.select().from(evenings).where(eq(evenings.id, ids.evening));
  if (!evening) throw new Error("no evening");
  const day = 24 * 60 * MINUTE;
  await db.insert(evenings).values({
    ...evening,
    ...{
      id: `past-${ids.evening}`,
      name: "Last Autumn",
      startsAt: evening.startsAt - day,
      endsAt: evening.endsAt - day,
    },
  });
  const mine = and(eq(appointments.schoolId, schoolId), eq(appointments.classId, ids.science));
  await db
    .update(appointments)
    .set({ eveningId: `past-${ids.evening}` })
    .where(mine);
  const html = await textOf(rachael.get("/bookings"));
  expect(html).toContain("<h1>Progress Meeting</h1>");
  expect(html).toContain(`/bookings?evening=past-${ids.evening}`);
  expect(await textOf(rachael.get(`/bookings?evening=past-${ids.evening}`))).toContain("<h1>Last Autumn</h1>");
});

test("My Schedule: every slot of the teacher's, free or with whom; the co-teacher is named", async () => {
  const { school, ids } = await withBookings();
  const anita = await browserOf(school, ids.anita);
  const html = await textOf(anita.get("/staff/schedule"));
  expect(html).toContain("2 appointments");
  expect(html).toMatch(/Ben Abbot.*Rachael Abbot.*Science/s);
  expect(html).toContain("with Mr John Atkinson");
  expect(html.match(/>Free</g)).toHaveLength(29);
  expect(html).toContain("The evening has begun.");
  const wayIn = `/staff/video?evening=${ids.evening}`;
  expect(html.split(wayIn)).toHaveLength(2);
  expect(html.indexOf(wayIn), "before a whole evening of rows").toBeLessThan(html.indexOf(">Free<"));
});

test("another school's evening, or none: 404 on every page that takes one; the wrong role is sent to sign in", async () => {
  const { school, ids, rachael } = await withBookings();
  const other = await smallSchool();
  const anita = await browserOf(school, ids.anita);
  for (const id of [other.ids.evening, "none"]) {
    expect((await rachael.get(`/bookings?evening=${id}`)).status).toBe(404);
    expect((await rachael.get(`/evenings/${id}/book/manual`)).status).toBe(404);
    expect((await anita.get(`/staff/schedule?evening=${id}`)).status).toBe(404);
  }
  expect((await rachael.get("/staff/schedule")).status).toBe(303);
  expect((await anita.get("/bookings")).status).toBe(303);
});
