import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const rows = readFileSync(join(ROOT, "docs/seed.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| The founding page"))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

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
