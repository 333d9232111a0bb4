import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  absences,
  appointments,
  classes,
  classTeachers,
  enrolments,
  eveningClasses,
  evenings,
  guardianships,
  students,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { loadBookingGrid } from "../../worker/queries/booking-grid.ts";
import { loadFacts } from "../../worker/queries/room-facts.ts";
import { addFamily, bookedRows, bookingFaults, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { runRetention } from "../support/worker/run-retention.ts";
import { booked, MINUTE, type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

type EveningChange = Partial<typeof evenings.$inferInsert>;

async function schoolWith(change: EveningChange) {
  const school = await smallSchool();
  await setEvening(school, change);
  return school;
}

async function setEvening({ db, schoolId, ids }: SmallSchool, change: EveningChange) {
  await db
    .update(evenings)
    .set(change)
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening)));
}

/** A class of John's for Sophie besides Anita's science, so that one child has two to book. */
async function addMusic({ db, schoolId, ids }: SmallSchool) {
  const id = `music-${crypto.randomUUID()}`;
  await db.batch([
    db.insert(classes).values({
      ...{ schoolId, id, externalId: id, code: "Mu", name: "Music", subject: "Music", department: "Music" },
      yearGroup: "6",
    }),
    db.insert(classTeachers).values({ schoolId, classId: id, teacherId: ids.john, position: 0 }),
    db.insert(enrolments).values({ schoolId, classId: id, studentId: ids.sophie }),
    db.insert(eveningClasses).values({ schoolId, eveningId: ids.evening, classId: id, units: 1 }),
  ]);
  return id;
}

async function addGuardian({ db, schoolId }: SmallSchool, guardianId: string, studentId: string) {
  await db.insert(guardianships).values({
    ...{ schoolId, guardianId, studentId, relationship: "Parent", priority: 2 },
    ...{ parentalResponsibility: true, livesWith: false, courtOrder: false, mayBook: true },
  });
}

const science = ({ ids }: SmallSchool) => ({ student: ids.sophie, classId: ids.science });

test("most appointments per student: the next is refused in words, the page says so, and giving one back frees the place", async () => {
  const school = await schoolWith({ mostPerStudent: 1 });
  const music = await addMusic(school);
  const david = await browserOf(school, school.ids.david);
  const id = crypto.randomUUID();
  expect((await david.press({ ...science(school), id, slot: 2 })).status).toBe(303);
  const refused = await david.press({ student: school.ids.sophie, classId: music, slot: 5 });
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain("One appointment for each child is the most in this evening");
  expect(await (await david.page()).text()).toContain("Not for you");
  expect((await david.press({ ...science(school), id, slot: 4, moves: true })).status).toBe(303);
  await david.press({ ...science(school), cancel: id });
  expect((await david.press({ student: school.ids.sophie, classId: music, slot: 5 })).status).toBe(303);
});

test("race: of two presses for the last allowed appointment, one is booked", async () => {
  const school = await schoolWith({ mostPerStudent: 1 });
  const music = await addMusic(school);
  for (let round = 0; round < 5; round += 1) {
    const david = await browserOf(school, school.ids.david);
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const answers = await Promise.all([
      david.press({ ...science(school), id: one, slot: 2 }),
      david.press({ student: school.ids.sophie, classId: music, id: other, slot: 9 }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
    const [row, ...more] = await bookedRows(school);
    expect(more).toEqual([]);
    expect(await bookingFaults(school)).toEqual([]);
    await david.press({ ...science(school), cancel: row?.id ?? "" });
  }
});

test("separate meetings unless the evening says otherwise: each guardian of a student may book", async () => {
  const school = await smallSchool();
  await addGuardian(school, school.ids.rachael, school.ids.sophie);
  for (const [who, slot] of [
    [school.ids.david, 2],
    [school.ids.rachael, 3],
  ] as const)
    expect((await (await browserOf(school, who)).press({ ...science(school), slot })).status).toBe(303);
  expect(await bookedRows(school)).toHaveLength(2);
});

test("race: where guardians come together, both press at once and one appointment is booked", async () => {
  const school = await schoolWith({ together: true });
  await addGuardian(school, school.ids.rachael, school.ids.sophie);
  const [david, rachael] = [await browserOf(school, school.ids.david), await browserOf(school, school.ids.rachael)];
  const answers = await Promise.all([
    david.press({ ...science(school), slot: 2 }),
    rachael.press({ ...science(school), slot: 3 }),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
  const refused = answers.find((answer) => answer.status === 409);
  expect(await refused?.text()).toContain("another of you has booked this appointment");
  const [row] = await bookedRows(school);
  const loser = row?.guardianId === school.ids.david ? rachael : david;
  const html = await (await loser.page()).text();
  expect(html).toContain("Come along to theirs.");
  expect(await bookingFaults(school)).toEqual([]);
});

test("lead time: what begins within it is neither booked, moved nor given back", async () => {
  const school = await schoolWith({ leadMinutes: 30 });
  const david = await browserOf(school, school.ids.david);
  const id = crypto.randomUUID();
  const near = await david.press({ ...science(school), slot: 3 });
  expect([near.status, (await near.text()).includes("It is too late for that")]).toEqual([409, true]);
  expect((await david.press({ ...science(school), id, slot: 10 })).status).toBe(303);
  david.clock.now = school.startsAt + 10 * SLOT_MS - 30 * MINUTE;
  expect((await david.press({ ...science(school), id, slot: 20, moves: true })).status).toBe(409);
  const back = await david.press({ ...science(school), cancel: id });
  expect([back.status, (await back.text()).includes("begins too soon")]).toEqual([409, true]);
  const html = await (await david.page()).text();
  expect(html).toContain("It begins so soon that it can’t be changed here any more.");
  expect(html).toContain("until 30 minutes before it");
});

test("early access: a family with a child in a chosen year books all its children first; others wait", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const now = Date.now();
  await db.update(students).set({ yearGroup: "11" }).where(eq(students.id, ids.ben));
  await setEvening(school, { bookingOpensAt: now + MINUTE, earlyOpensAt: now - MINUTE, earlyYears: '["11"]' });
  const [david, rachael] = [await browserOf(school, ids.david, now), await browserOf(school, ids.rachael, now)];
  expect((await david.press({ ...science(school), slot: 2 })).status).toBe(409);
  const id = crypto.randomUUID();
  expect((await rachael.press({ student: ids.ben, classId: ids.science, id, slot: 2 })).status).toBe(303);
  expect((await rachael.press({ student: ids.ben, classId: ids.science, cancel: id })).status).toBe(303);
  expect(await (await david.get("/bookings")).text()).toContain("opens");
  const board = await loadBookingGrid(schoolScope(db, schoolId, now), ids.rachael, ids.evening);
  expect(board?.evening.bookingOpensAt).toBe(now - MINUTE);
});

test("a gap ends the call early and leaves the claims whole", async () => {
  const school = await schoolWith({ gapSeconds: 30 });
  const { ids } = school;
  const id = await booked(school, {
    ...{ guardian: ids.rachael, student: ids.ben, classId: ids.review, teachers: [ids.anita, ids.john] },
    ...{ slot: 4, units: 6 },
  });
  const [room] = await loadFacts(schoolScope(school.db, school.schoolId, Date.now()), [id]);
  const end = school.startsAt + 10 * SLOT_MS;
  expect(room?.facts).toMatchObject({ closesAt: end - 30_000, overrunUntil: end - 30_000 });
  await setEvening(school, { ending: "until-next" });
  const next = await booked(school, {
    ...{ guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 11 },
  });
  expect(next).not.toBe(id);
  const [running] = await loadFacts(schoolScope(school.db, school.schoolId, Date.now()), [id]);
  expect(running?.facts.overrunUntil).toBe(end + SLOT_MS - 30_000);
  expect(await bookingFaults(school)).toEqual([]);
});

test("a message goes with the booking, is changed on its own, and only the teachers' schedule shows it", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const post = (body: Record<string, string>) =>
    david.app.fetch(
      new Request(`${school.origin}/evenings/${school.ids.evening}/book/manual`, {
        ...{ method: "POST", headers: { cookie: david.cookie, origin: school.origin } },
        body: new URLSearchParams({ student: school.ids.sophie, class: school.ids.science, ...body }),
      }),
    );
  const id = crypto.randomUUID();
  const book = String(school.startsAt + 2 * SLOT_MS);
  expect((await post({ id, book, note: "x".repeat(501) })).status).toBe(422);
  expect((await post({ id, book, note: "She is <shy>\r\nin class" })).status).toBe(303);
  const schedule = async () => (await (await browserOf(school, school.ids.anita)).get("/staff/schedule")).text();
  expect(await schedule()).toContain("She is &lt;shy>\nin class");
  expect((await post({ id, book: String(school.startsAt + 3 * SLOT_MS), moves: "1" })).status).toBe(303);
  expect(await schedule()).toContain("She is");
  expect((await post({ id, say: id, note: "Not shy any more" })).status).toBe(303);
  expect(await schedule()).toContain("Not shy any more");
  expect(await (await david.get("/bookings")).text()).not.toContain("shy");
  const rachael = await browserOf(school, school.ids.rachael);
  const theirs = new Request(`${school.origin}/evenings/${school.ids.evening}/book/manual`, {
    ...{ method: "POST", headers: { cookie: rachael.cookie, origin: school.origin } },
    body: new URLSearchParams({ id, student: school.ids.ben, class: school.ids.science, say: id, note: "Mine" }),
  });
  expect((await rachael.app.fetch(theirs)).status).toBe(404);
  david.clock.now = school.startsAt + 40 * 24 * 60 * MINUTE;
  await runRetention(david.deps);
  const [row] = await school.db.select().from(appointments).where(eq(appointments.id, id));
  expect(row).toMatchObject({ note: "", state: "booked" });
});

test("unable to attend: said once and again, refused with a time booked, taken back by booking", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const david = await browserOf(school, ids.david);
  const say = (unable: string) =>
    david.app.fetch(
      new Request(`${school.origin}/evenings/${ids.evening}/attendance`, {
        ...{ method: "POST", headers: { cookie: david.cookie, origin: school.origin } },
        body: new URLSearchParams({ unable }),
      }),
    );
  const said = () => db.select().from(absences).where(eq(absences.schoolId, schoolId));
  expect([(await say("1")).status, (await say("1")).status]).toEqual([303, 303]);
  expect(await said()).toHaveLength(1);
  expect(await (await david.page()).text()).toContain("You are unable to attend");
  await say("0");
  expect(await said()).toEqual([]);
  await say("1");
  expect((await david.press({ ...science(school), slot: 2 })).status).toBe(303);
  expect(await said()).toEqual([]);
  expect((await say("1")).status).toBe(409);
  expect((await say("2")).status).toBe(422);
});

test("race: saying so and booking at once never leaves both", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  for (let round = 0; round < 5; round += 1) {
    const { guardianId, studentId } = await addFamily(school, [ids.science]);
    const browser = await browserOf(school, guardianId);
    await Promise.all([
      browser.press({ student: studentId, classId: ids.science, slot: 2 + round }),
      browser.app.fetch(
        new Request(`${school.origin}/evenings/${ids.evening}/attendance`, {
          ...{ method: "POST", headers: { cookie: browser.cookie, origin: school.origin } },
          body: new URLSearchParams({ unable: "1" }),
        }),
      ),
    ]);
    const rows = (await bookedRows(school)).filter((row) => row.guardianId === guardianId);
    const away = await db
      .select()
      .from(absences)
      .where(and(eq(absences.schoolId, schoolId), eq(absences.guardianId, guardianId)));
    expect(rows.length + away.length).toBe(1);
  }
});
