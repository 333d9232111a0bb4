import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CODE = /\.tsx?$/;

/** The files of a folder in which the pattern stands. */
function filesWith(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => CODE.test(name))
    .map((name) => `${folder}/${name}`)
    .filter((file) => pattern.test(readFileSync(join(ROOT, file), "utf8")))
    .sort();
}

// Built of parts, so that this file is not one of those it finds.
const REPLACED = new RegExp(
  [
    "globalThis\\.fetch\\s*\\??\\??=[^=]",
    "spyOn\\(\\s*(?:globalThis|window|self),\\s*.fetch.",
    "stubGlobal\\(\\s*.fetch.",
  ].join("|"),
);

test("no test puts another fetch in the global one's place: the ports take one", () => {
  expect(REPLACED.test(["vi.spyOn(globalThis, ", '"fetch")'].join(""))).toBe(true);
  expect(REPLACED.test(["vi.stub", 'Global("fetch", asked)'].join(""))).toBe(true);
  expect(REPLACED.test(["globalThis.", "fetch = (input) => input"].join(""))).toBe(true);
  expect(filesWith("test", REPLACED)).toEqual([]);
});

test("the Worker reaches the clock and the network by its ports alone; the mail tray's pages are a local run's", () => {
  const reaches = /\bDate\.now\b|\bsetTimeout\(|\bsetInterval\(|\bAbortSignal\b|(?<![.\w])fetch\((?!request[:,])/;
  expect(filesWith("worker", reaches)).toEqual([
    "worker/dev/mail-tray.ts",
    "worker/ports/open-id.ts",
    "worker/ports/platform-ports.ts",
    "worker/ports/postmark.ts",
    "worker/ports/sfu.ts",
    "worker/ports/turn.ts",
  ]);
});

test("one function writes to the console: what is logged is a line of fields", () => {
  expect([...filesWith("worker", /\bconsole\b/), ...filesWith("durable-objects", /\bconsole\b/)]).toEqual([
    "durable-objects/log.ts",
  ]);
});
