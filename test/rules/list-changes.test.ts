import fc from "fast-check";
import { expect, test } from "vitest";
import { differencesBetween, type Listed } from "../../worker/mail/list-differences.ts";

const one = (id: string, startsAt: number, teacherIds = ["t1"]): Listed => ({
  id,
  startsAt,
  endsAt: startsAt + 5,
  teacherIds,
});

test("new, moved, other teachers and gone are told apart; what is the same is not told", () => {
  const before = [one("a", 0), one("b", 5), one("c", 10), one("d", 15)];
  const now = [one("e", 0), one("a", 20), one("b", 5), one("c", 10, ["t2"])];
  expect(differencesBetween(before, now)).toEqual([
    { kind: "new", id: "e" },
    { kind: "moved", id: "a", from: 0 },
    { kind: "people", id: "c" },
    { kind: "gone", id: "d", from: 15 },
  ]);
});

test("the order of teachers is no change; a longer appointment is", () => {
  expect(differencesBetween([one("a", 0, ["t1", "t2"])], [one("a", 0, ["t2", "t1"])])).toEqual([]);
  expect(differencesBetween([one("a", 0)], [{ ...one("a", 0), endsAt: 30 }])).toEqual([
    { kind: "moved", id: "a", from: 0 },
  ]);
});

test("nothing is told exactly where both lists have the same appointments as they were", () => {
  const list = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("a", "b", "c", "d"),
      startsAt: fc.integer({ min: 0, max: 3 }),
      endsAt: fc.integer({ min: 4, max: 5 }),
      teacherIds: fc.uniqueArray(fc.constantFrom("t1", "t2"), { minLength: 1 }),
    }),
    { selector: ({ id }) => id },
  );
  const plain = (rows: readonly Listed[]) =>
    rows
      .map(({ teacherIds, ...rest }) => ({ ...rest, teacherIds: teacherIds.toSorted() }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  fc.assert(
    fc.property(list, list, (before, now) => {
      const differences = differencesBetween(before, now);
      expect(differences.length === 0).toBe(JSON.stringify(plain(before)) === JSON.stringify(plain(now)));
      expect(new Set(differences.map(({ id }) => id)).size).toBe(differences.length);
    }),
  );
});
