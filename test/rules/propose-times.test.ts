import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_WISHES, proposeTimes, type Question, type Wish } from "../../worker/rules/propose-times.ts";

type Starts = (number | null)[];
type Span = { from: number; to: number };

const anyTime = (unitCount: number) => Array.from({ length: unitCount }, (_, unit) => unit);
const wish = (starts: number[], units = 1, rank: number | null = null): Wish => ({ units, starts, rank });
const ask = (question: Partial<Question>): Starts =>
  proposeTimes({ unitCount: 12, wishes: [], kept: [], limits: [], ...question });

test("more teachers go before a short evening", () => {
  expect(ask({ wishes: [wish([0]), wish([1]), wish([11])] })).toEqual([0, 1, 11]);
});

test("of two that need one time, the higher ranked has it; a ranked one goes before one without a rank", () => {
  expect(ask({ wishes: [wish([3], 1, 2), wish([3], 1, 1)] })).toEqual([null, 3]);
  expect(ask({ wishes: [wish([3]), wish([3], 1, 9)] })).toEqual([null, 3]);
});

test("rank never costs a teacher: two lower ranked ones go before one that needs the time of both", () => {
  expect(ask({ wishes: [wish([3], 2, 1), wish([3], 1, 2), wish([4], 1, 3)] })).toEqual([null, 3, 4]);
});

test("the shortest evening, not the first that is found", () => {
  expect(ask({ wishes: [wish([0, 8]), wish([5, 9])] })).toEqual([8, 9]);
});

test("of equally short evenings the one with fewer gaps, then the earliest", () => {
  expect(ask({ wishes: [wish([0]), wish([2, 3]), wish([3, 4]), wish([5])] })).toEqual([0, 3, 4, 5]);
  expect(ask({ wishes: [wish(anyTime(12)), wish([2, 3, 4, 9])] })).toEqual([1, 2]);
});

test("where it is all the same, they are met in the order of the list", () => {
  expect(ask({ wishes: [wish(anyTime(12)), wish(anyTime(12), 2), wish(anyTime(12))] })).toEqual([0, 1, 3]);
});

test("what is kept is worked around, and the evening is short with it", () => {
  expect(ask({ wishes: [wish(anyTime(12), 2)], kept: [{ from: 6, to: 8 }] })).toEqual([4]);
  expect(ask({ wishes: [wish([5, 6, 7], 2)], kept: [{ from: 6, to: 8 }] })).toEqual([null]);
});

test("a limit holds, and leaves out the lower ranked", () => {
  const wishes = [wish([1], 1, 3), wish([2], 1, 1), wish([3], 1, 2), wish([4])];
  expect(ask({ wishes, limits: [{ of: [0, 1, 2], most: 2 }] })).toEqual([null, 2, 3, 4]);
});

test("nothing to find is an answer", () => {
  expect(ask({ wishes: [] })).toEqual([]);
  expect(ask({ wishes: [wish([])], kept: [{ from: 0, to: 12 }] })).toEqual([null]);
  expect(() => ask({ wishes: Array.from({ length: MOST_WISHES + 1 }, () => wish([0])) })).toThrow(RangeError);
});

const kept = fc.constantFrom<Span[]>(
  [],
  [{ from: 4, to: 5 }],
  [{ from: 0, to: 2 }],
  [
    { from: 1, to: 2 },
    { from: 5, to: 7 },
  ],
);
const questions = (unitCount: number, most: number): fc.Arbitrary<Question> =>
  fc
    .record({
      wishes: fc.array(
        fc.record({
          units: fc.constantFrom(1, 1, 1, 2, 3),
          starts: fc.uniqueArray(fc.nat(unitCount - 1), { maxLength: 5 }),
          rank: fc.option(fc.integer({ min: 1, max: 3 })),
        }),
        { maxLength: most },
      ),
      kept,
      limit: fc.option(fc.record({ of: fc.uniqueArray(fc.nat(most - 1), { maxLength: most }), most: fc.nat(2) })),
    })
    .map(({ limit, ...question }) => ({ ...question, unitCount, limits: limit ? [limit] : [] }));

test("property: the answer is as good as the best that trying everything finds", () => {
  fc.assert(
    fc.property(questions(9, 5), (question) => {
      const found = proposeTimes(question);
      expect(faultOf(question, found)).toBeNull();
      expect(worthOf(question, found)).toEqual(worthOf(question, byTryingEverything(question)));
    }),
    { numRuns: 400 },
  );
});

test("property: in a whole evening nobody is in two places, and the same question has the same answer", () => {
  fc.assert(
    fc.property(questions(36, 9), (question) => {
      const found = proposeTimes(question);
      expect(faultOf(question, found)).toBeNull();
      expect(proposeTimes(structuredClone(question))).toEqual(found);
    }),
    { numRuns: 60 },
  );
});

function spansOf(question: Question, starts: Starts): Span[] {
  const found = question.wishes.flatMap(({ units }, at) => {
    const from = starts[at] ?? null;
    return from === null ? [] : [{ from, to: from + units }];
  });
  return [...found, ...question.kept].sort((a, b) => a.from - b.from);
}

function faultOf(question: Question, starts: Starts): string | null {
  const spans = spansOf(question, starts);
  if (spans.some(({ to }) => to > question.unitCount)) return "after the end";
  if (spans.some(({ from }, at) => at > 0 && from < (spans[at - 1]?.to ?? 0))) return "two places at once";
  if (question.wishes.some((one, at) => starts[at] !== null && !one.starts.includes(starts[at] ?? -1)))
    return "not free";
  const tooMany = ({ of, most }: { of: readonly number[]; most: number }) =>
    of.filter((at) => typeof starts[at] === "number").length > most;
  return question.limits.some(tooMany) ? "too many" : null;
}

/** To be compared from the front, higher is better. */
function worthOf(question: Question, starts: Starts): number[] {
  const fitted = question.wishes.filter((_, at) => starts[at] !== null);
  if (fitted.length === 0) return [0];
  const spans = spansOf(question, starts);
  const first = spans[0]?.from ?? 0;
  const gaps = spans.filter(({ from }, at) => at > 0 && from > (spans[at - 1]?.to ?? 0)).length;
  const byRank = [1, 2, 3].map((rank) => fitted.filter((one) => one.rank === rank).length);
  return [fitted.length, ...byRank, first - (spans.at(-1)?.to ?? 0), -gaps, -first];
}

function byTryingEverything(question: Question): Starts {
  let best: Starts = question.wishes.map(() => null);
  const visit = (at: number, starts: Starts) => {
    if (faultOf(question, [...starts, ...question.wishes.slice(at).map(() => null)])) return;
    const one = question.wishes[at];
    if (!one) {
      if (isMore(worthOf(question, starts), worthOf(question, best))) best = starts;
      return;
    }
    for (const start of [null, ...one.starts]) visit(at + 1, [...starts, start]);
  };
  visit(0, []);
  return best;
}

function isMore(a: number[], b: number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? Number.NEGATIVE_INFINITY);
}
