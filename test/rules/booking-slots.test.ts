import fc from "fast-check";
import { expect, test } from "vitest";
import { unitsFrom } from "../../worker/rules/booking/grid.ts";
import type { BookableClass, OwnAppointment, SlotFacts } from "../../worker/rules/booking/slot-facts.ts";
import { slotsOf } from "../../worker/rules/booking/slots.ts";
import { EVENING_ROW } from "../support/evening-row.ts";

const MINUTE = 60_000;
const START = Date.UTC(2027, 0, 12, 16);
const at = (minutes: number) => START + minutes * MINUTE;
const evening = { ...EVENING_ROW, startsAt: START, endsAt: at(30) };
const teacher = (id: string) => ({ id, title: "Mrs", forename: "A", surname: id });
const sophie = { id: "sophie", forename: "Sophie", surname: "Aaron" };

function bookable(classId: string, teachers: string[], units = 1): BookableClass {
  return { student: sophie, classId, subject: classId, units, teachers: teachers.map(teacher) };
}

function own(classId: string, teachers: string[], minutes: number, units = 1): OwnAppointment {
  return {
    id: `own-${classId}`,
    eveningId: "evening",
    studentId: "sophie",
    classId,
    startsAt: at(minutes),
    endsAt: at(minutes + units * 5),
    version: 1,
    teachers: teachers.map(teacher),
  };
}

function claimsOf(appointment: OwnAppointment) {
  const units = unitsFrom(appointment.startsAt, (appointment.endsAt - appointment.startsAt) / (5 * MINUTE), evening);
  return appointment.teachers.flatMap(({ id }) =>
    units.map((unitAt) => ({ personId: id, unitAt, appointmentId: appointment.id, proposalId: null })),
  );
}

type Given = Pick<SlotFacts, "bookables" | "own" | "busy"> & Partial<SlotFacts>;

function kinds(facts: Given, now = 0): string[][] {
  return slotsOf({ evening, held: [], metByOther: [], ...facts }, now).map(({ slots }) =>
    slots.map((slot) => slot.state.kind),
  );
}

test("an empty evening is free", () => {
  expect(kinds({ bookables: [bookable("science", ["abell"])], own: [], busy: [] })).toEqual([Array(6).fill("free")]);
});

test("one's own time is yours, and another teacher's at that time clashes with it", () => {
  const mine = own("science", ["abell"], 5);
  const facts = {
    bookables: [bookable("science", ["abell"]), bookable("music", ["davies"])],
    own: [mine],
    busy: claimsOf(mine),
  };
  expect(kinds(facts)).toEqual([
    ["free", "yours", "free", "free", "free", "free"],
    ["free", "clash", "free", "free", "free", "free"],
  ]);
});

test("a joint appointment is taken where any one of its teachers is, for any of its units", () => {
  const busy = [{ personId: "brooks", unitAt: at(15), appointmentId: "theirs", proposalId: null }];
  expect(kinds({ bookables: [bookable("review", ["abell", "brooks"], 2)], own: [], busy })).toEqual([
    ["free", "free", "taken", "taken", "free"],
  ]);
});

test("one's own long appointment doesn't stand in the way of moving it by a unit", () => {
  const mine = own("review", ["abell", "brooks"], 5, 3);
  const facts = { bookables: [bookable("review", ["abell", "brooks"], 3)], own: [mine], busy: claimsOf(mine) };
  expect(kinds(facts)).toEqual([["free", "yours", "free", "free"]]);
});

test("with the same teacher in two classes, the own appointment is named rather than “taken”", () => {
  const mine = own("science", ["abell"], 5);
  const facts = { bookables: [bookable("english", ["abell"])], own: [mine], busy: claimsOf(mine) };
  expect(kinds(facts)[0]?.[1]).toBe("clash");
});

test("an own appointment in another evening clashes, whatever its class", () => {
  const elsewhere = { ...own("science", ["abell"], 7), eveningId: "other" };
  expect(kinds({ bookables: [bookable("science", ["abell"])], own: [elsewhere], busy: [] })).toEqual([
    ["free", "clash", "clash", "free", "free", "free"],
  ]);
});

test("a time that has begun is past, unless it is one's own", () => {
  const mine = own("science", ["abell"], 0);
  const facts = { bookables: [bookable("science", ["abell"])], own: [mine], busy: claimsOf(mine) };
  expect(kinds(facts, at(5))).toEqual([["yours", "past", "free", "free", "free", "free"]]);
});

const teachers = ["t1", "t2", "t3"];
const boards = fc
  .record({
    bookables: fc.array(fc.tuple(fc.subarray(teachers, { minLength: 1 }), fc.integer({ min: 1, max: 3 })), {
      maxLength: 4,
    }),
    mine: fc.array(fc.tuple(fc.nat(3), fc.nat(5)), { maxLength: 4 }),
    busy: fc.array(fc.record({ personId: fc.constantFrom(...teachers), unit: fc.nat(5) }), { maxLength: 8 }),
    now: fc.nat(6),
    lead: fc.constantFrom(0, 7, 10),
    most: fc.option(fc.nat(3)),
    held: fc.subarray([0, 1, 2, 3, 4, 5]),
    met: fc.subarray([0, 1, 2, 3], { maxLength: 2 }),
    appointmentId: fc.constantFrom("theirs", null),
  })
  .map(({ bookables, mine, busy, now, lead, most, held, met, appointmentId }) => {
    const all = bookables.map(([who, units], index) => bookable(`c${index}`, who, units));
    const booked = mine.flatMap(([index, unit]) => {
      const wanted = all[index];
      return wanted
        ? [
            own(
              wanted.classId,
              wanted.teachers.map(({ id }) => id),
              unit * 5,
              wanted.units,
            ),
          ]
        : [];
    });
    const facts: SlotFacts = {
      evening: { ...evening, leadMinutes: lead, mostPerStudent: most },
      bookables: all,
      own: booked,
      busy: [
        ...busy.map(({ personId, unit }) => ({ personId, unitAt: at(unit * 5), appointmentId, proposalId: null })),
        ...booked.flatMap(claimsOf),
      ],
      held: held.map((unit) => at(unit * 5)),
      metByOther: met.map((index) => ({ studentId: sophie.id, classId: `c${index}` })),
    };
    return { facts, now: at(now * 5) };
  });

test("a break is told from an appointment, and a hold of one's own from another's", () => {
  const busy = [
    { personId: "abell", unitAt: at(5), appointmentId: null, proposalId: null },
    { personId: "abell", unitAt: at(10), appointmentId: null, proposalId: "theirs" },
  ];
  const facts = { bookables: [bookable("science", ["abell"])], own: [], busy, held: [at(15)] };
  expect(kinds(facts)).toEqual([["free", "away", "taken", "held", "free", "free"]]);
});

test("lead time: a time is too late at the very millisecond of it", () => {
  const facts = {
    evening: { ...evening, leadMinutes: 20 },
    bookables: [bookable("science", ["abell"])],
    own: [],
    busy: [],
  };
  expect(kinds(facts, at(0))[0]?.slice(0, 5)).toEqual(["past", "late", "late", "late", "late"]);
  expect(kinds(facts, at(0))[0]?.[5]).toBe("free");
  expect(kinds(facts, at(0) - 1)[0]?.slice(3)).toEqual(["late", "free", "free"]);
});

test("the limit counts one student in this evening, and lets what is booked be moved", () => {
  const mine = own("science", ["abell"], 5);
  const limited = { ...evening, mostPerStudent: 1 };
  const bookables = [bookable("science", ["abell"]), bookable("music", ["davies"])];
  const [science, music] = kinds({ evening: limited, bookables, own: [mine], busy: [] });
  expect(science).toEqual(["free", "yours", "free", "free", "free", "free"]);
  expect(music).toEqual(Array(6).fill("limit"));
  const elsewhere = { ...mine, eveningId: "another" };
  expect(kinds({ evening: limited, bookables, own: [elsewhere], busy: [] })[1]).toContain("free");
  const brother = { ...mine, studentId: "ben" };
  expect(kinds({ evening: limited, bookables, own: [brother], busy: [] })[1]).toContain("free");
});

test("where guardians come together, a class that another of them has is shared, whatever is free", () => {
  const metByOther = [{ studentId: "sophie", classId: "science" }];
  const facts = {
    bookables: [bookable("science", ["abell"]), bookable("music", ["davies"])],
    own: [],
    busy: [],
    metByOther,
  };
  expect(kinds(facts)).toEqual([Array(6).fill("shared"), Array(6).fill("free")]);
});

test("property: what is called free takes nobody's time twice and keeps every rule of the evening", () => {
  fc.assert(
    fc.property(boards, ({ facts, now }) => {
      for (const { bookable: wanted, own: mine, slots } of slotsOf(facts, now)) {
        for (const { startsAt, state } of slots) {
          if (state.kind !== "free") continue;
          const endsAt = startsAt + wanted.units * 5 * MINUTE;
          expect(startsAt).toBeGreaterThan(now + facts.evening.leadMinutes * MINUTE);
          expect(facts.held.some((unit) => unit >= startsAt && unit < endsAt)).toBe(false);
          if (!mine) {
            expect(facts.own.length).toBeLessThan(facts.evening.mostPerStudent ?? Number.POSITIVE_INFINITY);
            expect(facts.metByOther.some((one) => one.classId === wanted.classId)).toBe(false);
          }
          const others = facts.own.filter((one) => one !== mine);
          expect(others.some((one) => one.startsAt < endsAt && startsAt < one.endsAt)).toBe(false);
          const taken = facts.busy.filter((unit) => unit.appointmentId !== mine?.id);
          const ids = wanted.teachers.map(({ id }) => id);
          expect(
            taken.some((unit) => ids.includes(unit.personId) && unit.unitAt >= startsAt && unit.unitAt < endsAt),
          ).toBe(false);
        }
      }
    }),
  );
});
