import fc from "fast-check";
import { expect, test } from "vitest";
import { endOf, fitsGrid, startsOf, unitsFrom, unitsOf } from "../../worker/rules/booking/grid.ts";

const MINUTE = 60_000;
const START = Date.UTC(2027, 0, 12, 16);
const grid = { startsAt: START, endsAt: START + 30 * MINUTE, slotSeconds: 300 };

test("an evening of half an hour in five-minute slots has six units", () => {
  expect(unitsOf(grid)).toEqual([0, 5, 10, 15, 20, 25].map((minutes) => START + minutes * MINUTE));
});

test("a last slot that would not end in time is none", () => {
  expect(unitsOf({ ...grid, endsAt: grid.endsAt - 1 })).toHaveLength(5);
});

test("an appointment of three units may start wherever it still ends in time", () => {
  expect(startsOf(grid, 3)).toEqual([0, 5, 10, 15].map((minutes) => START + minutes * MINUTE));
  expect(startsOf(grid, 7)).toEqual([]);
  expect(startsOf(grid, 0)).toEqual([]);
});

test("times off the grid, before it and over its end don't fit", () => {
  expect(fitsGrid(grid, START, 1)).toBe(true);
  expect(fitsGrid(grid, START + 1, 1)).toBe(false);
  expect(fitsGrid(grid, START - 5 * MINUTE, 1)).toBe(false);
  expect(fitsGrid(grid, START + 25 * MINUTE, 2)).toBe(false);
  expect(fitsGrid(grid, Number.NaN, 1)).toBe(false);
});

test("the hour that clocks go back is two hours long, without a slot twice", () => {
  // Europe/London: 01:59 BST is followed by 01:00 GMT on 31 October 2027.
  const night = { startsAt: Date.UTC(2027, 9, 31, 0), endsAt: Date.UTC(2027, 9, 31, 2), slotSeconds: 600 };
  expect(unitsOf(night)).toHaveLength(12);
  expect(new Set(unitsOf(night)).size).toBe(12);
});

const grids = fc
  .record({ slotSeconds: fc.integer({ min: 60, max: 3600 }), ms: fc.integer({ min: 0, max: 6 * 3_600_000 }) })
  .map(({ slotSeconds, ms }) => ({ startsAt: START, endsAt: START + ms, slotSeconds }));

test("property: the starts of an appointment are exactly the units that it fits", () => {
  fc.assert(
    fc.property(grids, fc.integer({ min: 1, max: 8 }), (some, units) => {
      const fitting = unitsOf(some).filter((unit) => fitsGrid(some, unit, units));
      expect(startsOf(some, units)).toEqual(fitting);
    }),
  );
});

test("property: an appointment's units tile it without gap or overlap", () => {
  fc.assert(
    fc.property(grids, fc.integer({ min: 1, max: 8 }), (some, units) => {
      for (const start of startsOf(some, units)) {
        const parts = unitsFrom(start, units, some);
        expect(parts.map((part) => endOf(some, part, 1))).toEqual([...parts.slice(1), endOf(some, start, units)]);
      }
    }),
  );
});
