import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const WORKER = new URL("../../worker/", import.meta.url);

/** What no test can try, because nobody has written it yet: a mail, an export or a page that reads notes. */
test("teachers' notes are read for their own pages, and by what forgets them, and nowhere else", () => {
  expect(filesWith(/\bteacherNotes\b/)).toEqual(["db/schema.ts", "schools/forget-old-details.ts", "teaching/notes.ts"]);
  expect(filesWith(/\breadNotes\b/)).toEqual(["teaching/notes.ts", "teaching/own-marks.ts"]);
  expect(filesWith(/\breadOwnMarks\b/)).toEqual([
    "bookings/read-schedule.ts",
    "rooms/call-props.ts",
    "teaching/own-marks.ts",
  ]);
  expect(filesWith(/teacher_notes/)).toEqual(["db/schema.ts"]);
});

function filesWith(word: RegExp): string[] {
  const files = readdirSync(WORKER, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  return files.filter((name) => word.test(readFileSync(new URL(name, WORKER), "utf8"))).sort();
}
