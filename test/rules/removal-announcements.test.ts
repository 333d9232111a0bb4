import { expect, test } from "vitest";
import { removalAnnouncements } from "../../web/islands/call/removal-announcements.ts";
import type { CallAppointment } from "../../web/pages/call-props.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const FOUR = Date.UTC(2026, 10, 23, 16, 0);
const teachers = [{ name: "Mrs Anita Abell", shortName: "Mrs Abell" }];
const evening = { id: "e", name: "Evening", zone: "UTC" };

function one(id: string, student: string, state: CallAppointment["state"] = "booked"): CallAppointment {
  const times = { startsAt: FOUR, endsAt: FOUR + 300_000, overrunUntil: FOUR + 300_000 };
  return { ...times, id, teachers, student, subject: "Science", state };
}

const gone = (role: "teacher" | "guardian", before: CallAppointment[], after: CallAppointment[]) =>
  removalAnnouncements(before, after, { role, evening }, englishWords);

test("what has gone from one's evening is told by its time and whom it was with, once", () => {
  const [ben, zoe] = [one("1", "Ben Abbot"), one("2", "Zoë Okafor")];
  expect(gone("teacher", [ben, zoe], [zoe])).toEqual(["No longer on your list: 16:00, Ben Abbot"]);
  expect(gone("guardian", [ben], [])).toEqual(["No longer on your list: 16:00, Mrs Anita Abell"]);
  expect(gone("teacher", [ben, zoe], [one("1", "Ben Abbot", "cancelled"), zoe])).toHaveLength(1);
  expect(gone("teacher", [one("1", "Ben Abbot", "cancelled"), zoe], [zoe])).toEqual([]);
  expect(gone("teacher", [ben], [ben, zoe])).toEqual([]);
});
