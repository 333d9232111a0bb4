import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openDatabase } from "../../worker/db/client.ts";
import { enrolments, evenings, guardianships, students } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { bookAppointment } from "../../worker/features/bookings/book-appointment.ts";
import type { Choice } from "../../worker/features/bookings/judge-press.ts";
import { loadBookingGrid } from "../../worker/queries/booking-grid.ts";
import type { RoundTrip } from "../support/round-trip.ts";
import { everythingOf } from "../support/worker/booking.ts";
import { countedD1, wholeReads } from "../support/worker/counted-d1.ts";
import { cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const MOST_PARAMETERS = 100;

async function counted(now?: number) {
  const school = await smallSchool(now);
  const { d1, trips } = countedD1(env.DB);
  const { deps, app } = testApp(openDatabase(d1));
  const choice = (slot: number, more: Partial<Choice> = {}): Choice => ({
    ...{ appointmentId: crypto.randomUUID(), eveningId: school.ids.evening, studentId: school.ids.sophie },
    ...{ classId: school.ids.science, startsAt: school.startsAt + slot * 300_000, moves: false, ...more },
  });
  const book = (wanted: Choice) =>
    bookAppointment(schoolScope(deps.db, school.schoolId, deps.clock.now()), school.ids.david, wanted);
  return { school, deps, app, trips, choice, book };
}

const most = (trips: RoundTrip[]) =>
  Math.max(...trips.flatMap((trip) => trip.statements.map((statement) => statement.parameters)));

test("a booking is one round trip to D1, a batch", async () => {
  const { trips, choice, book } = await counted();
  expect(await book(choice(10))).toEqual({ kind: "booked" });
  expect(trips.map((trip) => trip.batch)).toEqual([true]);
  expect(most(trips)).toBeLessThanOrEqual(MOST_PARAMETERS);
  expect(await wholeReads(env.DB, trips)).toEqual([]);
});

test("so is a move, and an evening's calls that run on change nothing of it", async () => {
  const { school, trips, choice, book } = await counted();
  await school.db.update(evenings).set({ ending: "until-next" });
  const first = choice(10);
  await book(first);
  expect(await book({ ...first, startsAt: school.startsAt + 3_600_000, moves: true })).toEqual({ kind: "moved" });
  expect(trips.map((trip) => trip.batch)).toEqual([true, true]);
  expect(most(trips)).toBeLessThanOrEqual(MOST_PARAMETERS);
  expect(await wholeReads(env.DB, trips)).toEqual([]);
});

test("what is refused is two round trips: the batch, of which nothing stays, and the page that tells why", async () => {
  const { school, trips, choice, book } = await counted();
  await book(choice(10));
  const before = await everythingOf(school);
  trips.length = 0;
  expect(await book(choice(12))).toMatchObject({ kind: "refused", refusal: { kind: "already" } });
  expect(trips.map((trip) => trip.batch)).toEqual([true, true]);
  expect(trips[1]?.statements.filter(({ sql }) => !/^select/i.test(sql))).toEqual([]);
  expect(await everythingOf(school)).toEqual(before);
});

test("the whole request of a press is two: who asks, and the batch; mail and rooms come after the answer", async () => {
  const { school, app, trips, choice } = await counted();
  const headers = { cookie: await cookieOf(school, school.ids.david), origin: school.origin };
  const { appointmentId, studentId, classId, startsAt } = choice(10);
  const body = new URLSearchParams({ id: appointmentId, student: studentId, class: classId, book: String(startsAt) });
  const url = `${school.origin}/evenings/${school.ids.evening}/book/manual`;
  const answer = await app.fetch(new Request(url, { method: "POST", headers, body }));
  expect(answer.status).toBe(303);
  expect(trips.slice(0, 2).map((trip) => trip.batch)).toEqual([false, true]);
  const after = trips.slice(2).flatMap((trip) => trip.statements);
  for (const { sql } of after) expect(sql).toMatch(/freed_times|room_notices|outbox/);
});

test("the page of a family with three students is one batch, with who asks before it", async () => {
  const { school, app, trips } = await counted();
  await addChildren(school, ["Eve", "Max"]);
  const headers = { cookie: await cookieOf(school, school.ids.david) };
  const page = await app.fetch(new Request(`${school.origin}/evenings/${school.ids.evening}/book/manual`, { headers }));
  expect(page.status).toBe(200);
  const text = await page.text();
  for (const name of ["Sophie", "Eve", "Max"]) expect(text).toContain(name);
  expect(trips.map((trip) => trip.batch)).toEqual([false, true]);
  expect(most(trips)).toBeLessThanOrEqual(MOST_PARAMETERS);
  expect(await wholeReads(env.DB, trips)).toEqual([]);
});

test("however many children and classes a family has, the page is one batch of few parameters", async () => {
  const { school, deps, trips } = await counted();
  await addChildren(
    school,
    Array.from({ length: 110 }, (_, at) => `Child ${at}`),
  );
  const bookingGrid = await loadBookingGrid(
    schoolScope(deps.db, school.schoolId, deps.clock.now()),
    school.ids.david,
    school.ids.evening,
  );
  expect(bookingGrid?.bookables).toHaveLength(111);
  expect(trips).toHaveLength(1);
  expect(most(trips)).toBeLessThanOrEqual(MOST_PARAMETERS);
});

test("the test sees a table that is read from end to end", async () => {
  const { d1, trips } = countedD1(env.DB);
  await d1.batch([d1.prepare("SELECT note FROM appointments AS a WHERE note = ?").bind("x")]);
  expect(await wholeReads(env.DB, trips)).toHaveLength(1);
});

async function addChildren(school: SmallSchool, names: string[]): Promise<void> {
  const { db, schoolId, ids } = school;
  for (const [at, forename] of names.entries()) {
    const studentId = `${ids.sophie}-${at}`;
    await db.batch([
      db.insert(students).values({
        ...{ schoolId, id: studentId, externalId: studentId, forename, surname: "Aaron", nameKey: studentId },
        ...{ birthKey: "none", yearGroup: "6", registrationGroup: "6A" },
      }),
      db.insert(guardianships).values({
        ...{ schoolId, guardianId: ids.david, studentId, relationship: "Parent", priority: 1 },
        ...{ parentalResponsibility: true, livesWith: true, courtOrder: false, mayBook: true },
      }),
      db.insert(enrolments).values({ schoolId, classId: ids.science, studentId }),
    ]);
  }
}
