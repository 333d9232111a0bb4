import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const rows = rowsOf("docs/seed.md").filter(([, sentence]) => sentence !== "The founding page");

test("every sentence of the founding page has a place in the code and a test", () => {
  expect(rows.length).toBeGreaterThan(30);
  for (const [, sentence, where = "", tests = ""] of rows) {
    expect(where, sentence).toMatch(/`\S+\.tsx?`/);
    expect(tests, sentence).toMatch(/`test\/\S+\.test\.ts` "/);
  }
});

test("the files and the tests that docs/seed.md names are there", () => {
  for (const [, , where = "", tests = ""] of rows) {
    for (const [, file = ""] of where.matchAll(/`(\S+\.tsx?)`/g))
      expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
    for (const [, file = "", name = ""] of tests.matchAll(/`(\S+)` "([^"]+)"/g))
      expect([name, readFileSync(join(ROOT, file), "utf8").includes(`"${name}"`)]).toEqual([name, true]);
  }
});

test("the tests that docs/call.md names are there, one at least for each promise", () => {
  const promises = rowsOf("docs/call.md").filter(([, promise]) => promise !== "The promise");
  expect(promises.length).toBeGreaterThan(25);
  for (const [, promise, tests = ""] of promises) {
    const named = [...tests.matchAll(/`(\S+)` "([^"]+)"/g)];
    expect(named.length, promise).toBeGreaterThan(0);
    for (const [, file = "", name = ""] of named)
      expect([name, readFileSync(join(ROOT, file), "utf8").includes(`"${name}"`)]).toEqual([name, true]);
  }
});

function rowsOf(file: string): string[][] {
  return readFileSync(join(ROOT, file), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}
