import { expect, test } from "vitest";
import { sample } from "../mutants/choose.ts";
import { applyEdits } from "../mutants/edits.ts";
import { pointsOf } from "../mutants/points.ts";

/** What can be made of a text, each fault as the whole text after it. */
const brokenWays = (text: string, file = "worker/x.ts") =>
  pointsOf(file, text).map(({ edits }) => applyEdits(text, edits));

test.each([
  ["if (!a) b = 1n;", ["if (a) b = 1n;"]],
  ["if (a === b) c = 1n;", ["if (a !== b) c = 1n;"]],
  ["x = a < b && c;", ["x = a < b || c;", "x = a <= b && c;"]],
  ["const f = () => true;", ["const f = () => false;"]],
  ["x = a ? b : c;", ["x = !a ? b : c;", "x = b;", "x = c;"]],
  ["x = 3 - y;", ["x = 4 - y;", "x = 3 + y;"]],
  ["x = 60_000;", ["x = 120000;"]],
  ["x = (await y)?.filter(good).length;", ["x = (await y).length;"]],
  ["void f(a);", [";"]],
])("%s", (text, expected) => {
  expect(brokenWays(text).sort()).toEqual(expected.sort());
});

test("a query's words are changed where they compare, not where they assign or belong to another word", () => {
  const query = "sql`UPDATE t SET a = 1 WHERE b = 'x = y' AND c BETWEEN 1 AND 2 AND d < e`;";
  expect(
    pointsOf("worker/x.ts", query).map(({ after }) => after.slice("sql`UPDATE t SET a = 1 WHERE ".length)),
  ).toEqual([
    "b <> 'x = y' AND c BETWEEN 1 AND 2 AND d < e`;",
    "b = 'x = y' OR c BETWEEN 1 AND 2 AND d < e`;",
    "b = 'x = y' AND c BETWEEN 1 AND 2 OR d < e`;",
    "b = 'x = y' AND c BETWEEN 1 AND 2 AND d <= e`;",
  ]);
  const built = 'import { eq } from "drizzle-orm";\nwhere(eq(a, b));\n';
  expect(brokenWays(built)).toContain(
    'import { eq } from "drizzle-orm";\nwhere(ne_(a, b));\nimport { ne as ne_ } from "drizzle-orm";\n',
  );
});

test("what no run can see is left alone: types, imports, logs, looks, keys", () => {
  const text = `import { a } from "./a.ts";
    type T = 1 | 2;
    const x: 3 = { 4: a } as Record<5, T>;
    console.error(6 < 7);
    const y = <p class={a ? "b" : "c"} />;`;
  expect(pointsOf("web/x.tsx", text)).toEqual([]);
});

test("a seed selects the same places again, whatever else is written, and another seed others", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `if (a${at} < b) c = true;\n`).join("");
  const sampled = (text: string, seed: number) =>
    sample(pointsOf("worker/x.ts", text), seed, 5).flatMap(({ due, sampled }) =>
      sampled.slice(0, due).map(({ after }) => after),
    );
  expect(sampled(lines(50), 1)).toEqual(sampled(`f = g;\n${lines(50)}`, 1));
  expect(sampled(lines(50), 1)).not.toEqual(sampled(lines(50), 2));
  expect(new Set(sampled(lines(50), 1)).size).toBe(5);
});

test("the places are spread over the folders in proportion to what can be broken there", () => {
  const text = (count: number) => Array.from({ length: count }, (_, at) => `x = a${at} && b;\n`).join("");
  const points = [
    ...pointsOf("worker/x.ts", text(70)),
    ...pointsOf("web/ui/x.ts", text(25)),
    ...pointsOf("web/pages/x.ts", text(5)),
  ];
  expect(sample(points, 1, 40).map(({ due }) => due)).toEqual([28, 10, 2]);
});
