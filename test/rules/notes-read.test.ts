import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const WORKER = new URL("../../worker/", import.meta.url);

/** What no test can try, because nobody has written it yet: a mail, an export or a page that reads notes. */
test("teachers' notes are read for their own pages, and by what forgets them, and nowhere else", () => {
  expect(filesWith(/\bteacherNotes\b/)).toEqual([
    "changes/evening-deleted.ts",
    "changes/retention-run.ts",
    "changes/teaching.ts",
    "db/schema.ts",
    "queries/notes.ts",
  ]);
  expect(filesWith(/\breadNotes\b/)).toEqual(["queries/notes.ts", "views/own-marks.ts"]);
  expect(filesWith(/\breadOwnMarks\b/)).toEqual([
    "features/bookings/read-schedule.ts",
    "views/call-props.ts",
    "views/own-marks.ts",
  ]);
  // An export leaves them out by their name.
  expect(filesWith(/teacher_notes/)).toEqual(["db/schema.ts", "features/operators/export-school.ts"]);
});

function filesWith(word: RegExp): string[] {
  const files = readdirSync(WORKER, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  return files.filter((name) => word.test(readFileSync(new URL(name, WORKER), "utf8"))).sort();
}
