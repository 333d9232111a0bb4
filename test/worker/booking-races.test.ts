import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import fc from "fast-check";
import { expect, test } from "vitest";
import { appointmentsMade, bookTime } from "../../worker/changes/appointments-booked.ts";
import { appointmentsCancelled } from "../../worker/changes/appointments-cancelled.ts";
import { moveTime } from "../../worker/changes/appointments-moved.ts";
import { commit } from "../../worker/db/guard.ts";
import { claims, classTeachers, eveningClasses, guardianships } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { loadBookingGrid } from "../../worker/queries/booking-grid.ts";
import { addFamily, bookedRows, bookingFaults, browserOf, everythingOf, SLOT_MS } from "../support/worker/booking.ts";
import { type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

async function families(school: SmallSchool, count: number, classIds: string[]) {
  const found = [];
  for (let at = 0; at < count; at += 1) {
    const family = await addFamily(school, classIds);
    found.push({ ...family, browser: await browserOf(school, family.guardianId) });
  }
  return found;
}

test("of many guardians who press one teacher's time at one instant, exactly one has it", async () => {
  const school = await smallSchool();
  const { science } = school.ids;
  const all = await families(school, 12, [science]);
  for (const slot of [2, 3]) {
    const answers = await Promise.all(
      all.map(({ browser, studentId }) => browser.press({ student: studentId, classId: science, slot })),
    );
    const won = answers.filter((answer) => answer.status === 303).length;
    expect(won).toBe(1);
    // Whoever won the first has an appointment already: refused for that, and for no other reason.
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(11);
  }
  expect(await bookedRows(school)).toHaveLength(2);
  expect(await bookingFaults(school)).toEqual([]);
});

test("a joint appointment of several units takes all of its people's time or nothing", async () => {
  const school = await smallSchool();
  const { science, review } = school.ids;
  const all = await families(school, 6, [science, review]);
  // Overlapping joint ones and short ones in between: each pair of them shares a teacher's minute.
  const answers = await Promise.all(
    all.map(({ browser, studentId }, at) =>
      browser.press({ student: studentId, classId: at % 2 ? science : review, slot: 2 + at }),
    ),
  );
  expect(answers.every((answer) => [303, 409].includes(answer.status))).toBe(true);
  expect((await bookedRows(school)).length).toBe(answers.filter((answer) => answer.status === 303).length);
  expect(await bookingFaults(school)).toEqual([]);
});

test("one guardian's two presses at one instant for overlapping times: one of them", async () => {
  const school = await smallSchool();
  const { science, review, ben, rachael } = school.ids;
  const browser = await browserOf(school, rachael);
  const answers = await Promise.all([
    browser.press({ student: ben, classId: review, slot: 2 }),
    browser.press({ student: ben, classId: science, slot: 4 }),
    browser.press({ student: ben, classId: science, slot: 4 }),
  ]);
  expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
  expect(await bookingFaults(school)).toEqual([]);
});

test("two classes' worth of presses for one class: the one-per-class key decides", async () => {
  const school = await smallSchool();
  const { science, sophie, david } = school.ids;
  const browser = await browserOf(school, david);
  const answers = await Promise.all(
    [2, 4, 6].map((slot) => browser.press({ student: sophie, classId: science, slot })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409, 409]);
  expect(await bookedRows(school)).toHaveLength(1);
});

test("a move of what is not theirs, of another class, or no longer there changes nothing at all", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids, startsAt } = school;
  const now = Date.now();
  const at = (slot: number, id = "a") => ({
    ...{ schoolId, id, eveningId: ids.evening, guardianId: ids.david, studentId: ids.sophie, classId: ids.science },
    ...{ startsAt: startsAt + slot * SLOT_MS, note: null, now, actor: ids.david },
  });
  const ofBen = (slot: number) => ({ ...at(slot, "b"), guardianId: ids.rachael, studentId: ids.ben });
  await db.insert(guardianships).values({
    ...{ schoolId, guardianId: ids.david, studentId: ids.ben, relationship: "Uncle", priority: 2 },
    ...{ parentalResponsibility: true, livesWith: false, courtOrder: false, mayBook: true },
  });
  await bookTime(db, ofBen(20));
  await bookTime(db, at(2));
  await moveTime(db, at(3));
  const before = await everythingOf(school);
  for (const wrong of [
    at(3),
    at(4, "none"),
    { ...at(4), studentId: ids.ben },
    { ...ofBen(4), guardianId: ids.david },
    { ...ofBen(4), classId: ids.review },
  ])
    await expect(moveTime(db, wrong)).rejects.toThrow(/rule:[a-z-]+/);
  expect(await everythingOf(school)).toEqual(before);
  const booked = sql`SELECT id FROM appointments WHERE school_id = ${schoolId} AND id = 'a' AND state = 'booked'`;
  await commit(db, appointmentsCancelled(schoolScope(db, schoolId, now), booked));
  await expect(moveTime(db, at(5))).rejects.toThrow(/rule:[a-z-]+/);
  expect(await bookingFaults(school)).toEqual([]);
});

test("a class that has lost its last teacher is nobody's to book", async () => {
  const school = await smallSchool();
  const { db, ids } = school;
  const browser = await browserOf(school, ids.david);
  await db.delete(classTeachers).where(eq(classTeachers.classId, ids.science));
  expect((await browser.press({ student: ids.sophie, classId: ids.science, slot: 2 })).status).toBe(404);
  expect(await bookedRows(school)).toEqual([]);
});

test("property: after any history of presses at once, nobody is in two places and nothing is half-booked", async () => {
  const school = await smallSchool();
  const { science, review } = school.ids;
  const all = await families(school, 3, [science, review]);
  const presses = fc.array(
    fc.record({
      who: fc.nat(2),
      joint: fc.boolean(),
      what: fc.constantFrom("book", "book", "move", "cancel"),
      slot: fc.integer({ min: 2, max: 11 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(presses, { minLength: 1, maxLength: 3 }), async (rounds) => {
      for (const round of rounds) {
        const before = await bookedRows(school);
        const answers = await Promise.all(
          round.map(({ who, joint, what, slot }) => {
            const family = all[who];
            if (!family) throw new Error("no such family");
            const press = { student: family.studentId, classId: joint ? review : science };
            const own = before.find((row) => row.guardianId === family.guardianId && row.classId === press.classId);
            if (what === "cancel") return family.browser.press({ ...press, cancel: own?.id ?? "none" });
            return family.browser.press({
              ...press,
              slot,
              ...(what === "move" && own ? { id: own.id, moves: true } : {}),
            });
          }),
        );
        expect(answers.map((answer) => answer.status).filter((status) => ![303, 404, 409].includes(status))).toEqual(
          [],
        );
        expect(await bookingFaults(school)).toEqual([]);
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);

/** A D1 that notes what is sent to it: each call of it is a round trip. */
function watched(d1: D1Database) {
  const seen = { trips: 0, mostParameters: 0 };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind")
          return (...values: unknown[]) => {
            seen.mostParameters = Math.max(seen.mostParameters, values.length);
            return wrap(target.bind(...values));
          };
        if (name === "original") return target;
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          seen.trips += 1;
          return Reflect.apply(value, target, given) as unknown;
        };
      },
    });
  const client = new Proxy(d1, {
    get(target, name) {
      if (name === "prepare") return (text: string) => wrap(target.prepare(text));
      if (name === "batch")
        return (statements: D1PreparedStatement[]) => {
          seen.trips += 1;
          return target.batch(statements.map((one) => Reflect.get(one, "original") as D1PreparedStatement));
        };
      return Reflect.get(target, name) as unknown;
    },
  });
  return { seen, db: drizzle(client, { casing: "snake_case" }) as unknown as SmallSchool["db"] };
}

test("a booking of sixty units with three teachers stays far below a hundred parameters, and takes two round trips", async () => {
  const school = await smallSchool();
  const { schoolId, ids, startsAt } = school;
  const { seen, db } = watched(env.DB);
  const bookingGrid = await loadBookingGrid(schoolScope(db, schoolId, Date.now()), ids.rachael, ids.evening);
  expect(bookingGrid?.bookables).toHaveLength(2);
  await school.db.batch([
    school.db.update(eveningClasses).set({ units: 60 }).where(eq(eveningClasses.classId, ids.review)),
    school.db.insert(classTeachers).values({ schoolId, classId: ids.review, teacherId: "third", position: 2 }),
  ]);
  const rows = sql`SELECT 'long' AS id, ${ids.ben} AS student_id, ${ids.review} AS class_id, ${startsAt} AS starts_at, '' AS note`;
  const wish = { scope: schoolScope(db, schoolId, Date.now()), guardianId: ids.rachael, eveningId: ids.evening, rows };
  await commit(db, appointmentsMade(wish));
  expect(await school.db.select().from(claims).where(eq(claims.appointmentId, "long"))).toHaveLength(60 * 4);
  expect(seen.trips).toBe(2);
  expect(seen.mostParameters).toBeLessThan(30);
  expect(await bookingFaults(school)).toEqual([]);
});
