import fc from "fast-check";
import { expect, test } from "vitest";
import { unitsFrom } from "../../worker/rules/booking/grid.ts";
import type { BookableClass, OwnAppointment, SlotFacts } from "../../worker/rules/booking/slot-facts.ts";
import { type Choices, planEvening } from "../../worker/rules/plan-evening.ts";
import { EVENING_ROW } from "../support/evening-row.ts";

const MINUTE = 60_000;
const START = Date.UTC(2027, 0, 12, 16);
const SLOTS = 12;
const at = (slot: number) => START + slot * 5 * MINUTE;
const evening = { ...EVENING_ROW, startsAt: START, endsAt: at(SLOTS) };
const teacher = (id: string) => ({ id, title: "Mrs", forename: "A", surname: id });
const student = (id: string) => ({ id, forename: id, surname: "Aaron" });

const bookable = (classId: string, teachers: string[], units = 1, who = "sophie"): BookableClass => ({
  ...{ student: student(who), classId, subject: classId, units },
  teachers: teachers.map(teacher),
});
const own = (classId: string, teachers: string[], slot: number, units = 1): OwnAppointment => ({
  ...{ id: `own-${classId}`, eveningId: "evening", studentId: "sophie", classId, version: 1 },
  ...{ startsAt: at(slot), endsAt: at(slot + units), teachers: teachers.map(teacher) },
});
const busy = (personId: string, ...slots: number[]) =>
  slots.map((slot) => ({ personId, unitAt: at(slot), appointmentId: "theirs", proposalId: null }));
const busyBut = (personId: string, ...free: number[]) =>
  busy(personId, ...Array.from({ length: SLOTS }, (_, slot) => slot).filter((slot) => !free.includes(slot)));

const all = (bookables: BookableClass[], from = 0, to = SLOTS): Choices => ({
  ...{ from: at(from), to: at(to) },
  wanted: bookables.map((one) => ({ studentId: one.student.id, classId: one.classId, rank: null })),
});

function plan(
  facts: Partial<SlotFacts> & Pick<SlotFacts, "bookables">,
  choices = all(facts.bookables),
  holdEndsAt = 0,
) {
  const whole = { evening, own: [], busy: [], held: [], metByOther: [], ...facts };
  const { planned, missed } = planEvening(whole, choices, holdEndsAt);
  return {
    planned: planned.map(({ classId, startsAt }) => `${classId} ${(startsAt - START) / (5 * MINUTE)}`),
    missed: missed.map(({ classId, why }) => `${classId} ${why}`),
  };
}

const science = bookable("science", ["abell"]);
const music = bookable("music", ["davies"]);
const review = bookable("review", ["abell", "brooks"], 2);

test("joint teachers are met when all of them are free, for all of the units", () => {
  const taken = [...busyBut("abell", 3, 4, 5, 8, 9), ...busyBut("brooks", 4, 5, 9, 10)];
  expect(plan({ bookables: [review], busy: taken })).toEqual({ planned: ["review 4"], missed: [] });
});

test("nothing begins before the hold ends, nor outside the hours asked for", () => {
  expect(plan({ bookables: [science] }, undefined, at(2))).toEqual({ planned: ["science 3"], missed: [] });
  expect(plan({ bookables: [review] }, all([review], 5, 7)).planned).toEqual(["review 5"]);
  expect(plan({ bookables: [review] }, all([review], 5, 6))).toEqual({ planned: [], missed: ["review hours"] });
});

test("the lead time of the evening counts from the end of the hold", () => {
  const facts = { bookables: [science], evening: { ...evening, leadMinutes: 15 } };
  expect(plan(facts, undefined, at(0)).planned).toEqual(["science 4"]);
});

test("why it did not fit: full, clash, other hours, no time that goes with the others, booked by the other parent", () => {
  expect(plan({ bookables: [science], busy: busyBut("abell") }).missed).toEqual(["science full"]);
  expect(plan({ bookables: [science, music], own: [own("music", ["davies"], 4)], busy: busyBut("abell", 4) })).toEqual({
    planned: [],
    missed: ["science clash"],
  });
  expect(plan({ bookables: [science], busy: busyBut("abell", 4), held: [at(4)] }).missed).toEqual(["science clash"]);
  expect(plan({ bookables: [science], busy: busyBut("abell", 2) }, all([science], 4)).missed).toEqual([
    "science hours",
  ]);
  expect(plan({ bookables: [science, music], busy: [...busyBut("abell", 3), ...busyBut("davies", 3)] })).toEqual({
    planned: ["science 3"],
    missed: ["music crowded"],
  });
  const met = [{ studentId: "sophie", classId: "science" }];
  expect(plan({ bookables: [science, music], metByOther: met })).toEqual({
    planned: ["music 0"],
    missed: ["science shared"],
  });
});

test("the evening's most for a student counts what is booked; a brother has his own", () => {
  const limited = { ...evening, mostPerStudent: 2 };
  const english = bookable("english", ["atkinson"]);
  const his = bookable("maths", ["fry"], 1, "chris");
  const found = plan({
    ...{ evening: limited, bookables: [science, music, english, his] },
    own: [own("music", ["davies"], 4)],
  });
  expect(found.missed).toEqual(["english limit"]);
  expect(found.planned).toHaveLength(2);
});

test("what is booked is neither moved nor asked for again, and the rest is laid against it", () => {
  const found = plan({ bookables: [science, music], own: [own("music", ["davies"], 7)] });
  expect(found).toEqual({ planned: ["science 6"], missed: [] });
});

const TEACHERS = ["t1", "t2", "t3", "t4"];
const boards = fc.record({
  bookables: fc.array(fc.tuple(fc.subarray(TEACHERS, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 3 })), {
    ...{ minLength: 1, maxLength: 6 },
  }),
  taken: fc.array(fc.tuple(fc.constantFrom(...TEACHERS), fc.nat(SLOTS - 1)), { maxLength: 30 }),
  kept: fc.option(fc.nat(SLOTS - 2)),
  hours: fc.tuple(fc.nat(SLOTS), fc.nat(SLOTS)),
  most: fc.option(fc.integer({ min: 1, max: 3 })),
  holdEnds: fc.nat(4),
});

test("property: a plan keeps every rule of the evening, and each wanted one is planned or missed", () => {
  fc.assert(
    fc.property(boards, ({ bookables: given, taken, kept, hours, most, holdEnds }) => {
      const bookables = given.map(([teachers, units], at) => bookable(`c${at}`, teachers, units));
      const mine = kept === null ? [] : [own("kept", ["t9"], kept, 2)];
      const claimed = taken.flatMap(([who, slot]) => busy(who, slot));
      const facts: SlotFacts = {
        ...{
          evening: { ...evening, mostPerStudent: most },
          bookables,
          own: mine,
          busy: claimed,
          held: [],
          metByOther: [],
        },
      };
      const choices = all(bookables, Math.min(...hours), Math.max(...hours));
      const { planned, missed } = planEvening(facts, choices, at(holdEnds));
      expect(planned.length + missed.length).toBe(bookables.length);
      if (most !== null) expect(planned.length + mine.length).toBeLessThanOrEqual(Math.max(most, mine.length));
      for (const [index, one] of planned.entries()) {
        const wanted = bookables.find(({ classId }) => classId === one.classId);
        expect(one.units).toEqual(unitsFrom(one.startsAt, wanted?.units ?? 0, evening));
        expect(one.teacherIds).toEqual(wanted?.teachers.map(({ id }) => id));
        expect(one.startsAt).toBeGreaterThan(at(holdEnds));
        expect(one.startsAt).toBeGreaterThanOrEqual(choices.from);
        expect(one.endsAt).toBeLessThanOrEqual(choices.to);
        expect(claimed.some((unit) => one.teacherIds.includes(unit.personId) && one.units.includes(unit.unitAt))).toBe(
          false,
        );
        for (const other of [...planned.slice(index + 1), ...mine])
          expect(one.startsAt < other.endsAt && other.startsAt < one.endsAt).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});
