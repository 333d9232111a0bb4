import fc from "fast-check";
import { expect, test } from "vitest";
import { type Board, type Offer, type OwnAppointment, slotsOf } from "../../worker/bookings/slots.ts";
import { unitsFrom } from "../../worker/evenings/grid.ts";

const MINUTE = 60_000;
const START = Date.UTC(2027, 0, 12, 16);
const at = (minutes: number) => START + minutes * MINUTE;
const evening = { id: "evening", startsAt: START, endsAt: at(30), slotSeconds: 300 };
const teacher = (id: string) => ({ id, title: "Mrs", forename: "A", surname: id });
const sophie = { id: "sophie", forename: "Sophie", surname: "Aaron" };

function offer(classId: string, teachers: string[], units = 1): Offer {
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
    units.map((unitAt) => ({ personId: id, unitAt, appointmentId: appointment.id })),
  );
}

function kinds(board: Omit<Board, "evening">, now = 0): string[][] {
  return slotsOf({ evening, ...board }, now).map(({ slots }) => slots.map((slot) => slot.state.kind));
}

test("an empty evening is free", () => {
  expect(kinds({ offers: [offer("science", ["abell"])], own: [], busy: [] })).toEqual([Array(6).fill("free")]);
});

test("one's own time is yours, and another teacher's at that time clashes with it", () => {
  const mine = own("science", ["abell"], 5);
  const board = {
    offers: [offer("science", ["abell"]), offer("music", ["davies"])],
    own: [mine],
    busy: claimsOf(mine),
  };
  expect(kinds(board)).toEqual([
    ["free", "yours", "free", "free", "free", "free"],
    ["free", "clash", "free", "free", "free", "free"],
  ]);
});

test("a joint appointment is taken where any one of its teachers is, for any of its units", () => {
  const busy = [{ personId: "brooks", unitAt: at(15), appointmentId: "theirs" }];
  expect(kinds({ offers: [offer("review", ["abell", "brooks"], 2)], own: [], busy })).toEqual([
    ["free", "free", "taken", "taken", "free"],
  ]);
});

test("one's own long appointment doesn't stand in the way of moving it by a unit", () => {
  const mine = own("review", ["abell", "brooks"], 5, 3);
  const board = { offers: [offer("review", ["abell", "brooks"], 3)], own: [mine], busy: claimsOf(mine) };
  expect(kinds(board)).toEqual([["free", "yours", "free", "free"]]);
});

test("with the same teacher in two classes, the own appointment is named rather than “taken”", () => {
  const mine = own("science", ["abell"], 5);
  const board = { offers: [offer("english", ["abell"])], own: [mine], busy: claimsOf(mine) };
  expect(kinds(board)[0]?.[1]).toBe("clash");
});

test("an own appointment in another evening clashes, whatever its class", () => {
  const elsewhere = { ...own("science", ["abell"], 7), eveningId: "other" };
  expect(kinds({ offers: [offer("science", ["abell"])], own: [elsewhere], busy: [] })).toEqual([
    ["free", "clash", "clash", "free", "free", "free"],
  ]);
});

test("a time that has begun is past, unless it is one's own", () => {
  const mine = own("science", ["abell"], 0);
  const board = { offers: [offer("science", ["abell"])], own: [mine], busy: claimsOf(mine) };
  expect(kinds(board, at(5))).toEqual([["yours", "past", "free", "free", "free", "free"]]);
});

const teachers = ["t1", "t2", "t3"];
const boards = fc
  .record({
    offers: fc.array(fc.tuple(fc.subarray(teachers, { minLength: 1 }), fc.integer({ min: 1, max: 3 })), {
      maxLength: 4,
    }),
    mine: fc.array(fc.tuple(fc.nat(3), fc.nat(5)), { maxLength: 4 }),
    busy: fc.array(fc.record({ personId: fc.constantFrom(...teachers), unit: fc.nat(5) }), { maxLength: 8 }),
    now: fc.nat(6),
  })
  .map(({ offers, mine, busy, now }) => {
    const all = offers.map(([who, units], index) => offer(`c${index}`, who, units));
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
    const board: Board = {
      evening,
      offers: all,
      own: booked,
      busy: [
        ...busy.map(({ personId, unit }) => ({ personId, unitAt: at(unit * 5), appointmentId: "theirs" })),
        ...booked.flatMap(claimsOf),
      ],
    };
    return { board, now: at(now * 5) };
  });

test("property: what is called free takes nobody's time twice", () => {
  fc.assert(
    fc.property(boards, ({ board, now }) => {
      for (const { offer: wanted, own: mine, slots } of slotsOf(board, now)) {
        for (const { startsAt, state } of slots) {
          if (state.kind !== "free") continue;
          const endsAt = startsAt + wanted.units * 5 * MINUTE;
          expect(startsAt).toBeGreaterThan(now);
          const others = board.own.filter((one) => one !== mine);
          expect(others.some((one) => one.startsAt < endsAt && startsAt < one.endsAt)).toBe(false);
          const taken = board.busy.filter((unit) => unit.appointmentId !== mine?.id);
          const ids = wanted.teachers.map(({ id }) => id);
          expect(
            taken.some((unit) => ids.includes(unit.personId) && unit.unitAt >= startsAt && unit.unitAt < endsAt),
          ).toBe(false);
        }
      }
    }),
  );
});
