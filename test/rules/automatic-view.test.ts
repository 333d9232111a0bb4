import { expect, test } from "vitest";
import { englishWords } from "../../web/words/catalogue.ts";
import { draftOf, keyOf, missedViews } from "../../worker/features/bookings/automatic-view.ts";
import type { BookingGrid } from "../../worker/queries/booking-grid.ts";
import type { BookableClass, OwnAppointment } from "../../worker/rules/booking/slot-facts.ts";
import { MOST_WISHES } from "../../worker/rules/propose-times.ts";

const START = Date.UTC(2027, 0, 12, 16);
const END = START + 3_600_000;
const classNames = (count: number) => Array.from({ length: count }, (_, at) => `class-${at}`);
const sophie = { id: "sophie", forename: "Sophie", surname: "Aaron" };

const bookable = (classId: string): BookableClass => ({
  ...{ student: sophie, classId, subject: classId, units: 1 },
  teachers: [{ id: "abell", title: "Mrs", forename: "Anita", surname: "Abell" }],
});
const booked = (classId: string): OwnAppointment => ({
  ...{ id: `own-${classId}`, eveningId: "evening", studentId: "sophie", classId, version: 1, teachers: [] },
  ...{ startsAt: START, endsAt: START + 300_000 },
});

/** A board with what the views read of it. */
function bookingGrid(
  classIds: string[],
  own: OwnAppointment[] = [],
  mostPerStudent: number | null = null,
): BookingGrid {
  const evening = {
    ...{ id: "evening", startsAt: START, endsAt: END, slotSeconds: 300, leadMinutes: 0 },
    ...{ mostPerStudent, waitingList: false },
  } as BookingGrid["evening"];
  const bookables = classIds.map(bookable);
  return { ...{ evening, bookables, own, absent: false }, ...{ busy: [], held: [], metByOther: [], waitlist: [] } };
}

const ticked = (given: BookingGrid) => [...draftOf(given, undefined).wanted];

test("a new form has everyone ticked who is not booked yet, where those are not too many", () => {
  const [first = "", ...others] = classNames(MOST_WISHES + 1);
  expect(ticked(bookingGrid([first, ...others], [booked(first)]))).toEqual(
    others.map((classId) => keyOf("sophie", classId)),
  );
  expect(ticked(bookingGrid([first, ...others]))).toEqual([]);
});

test("what did not fit for the school's limit is told with it, and without it where it has been lifted since", () => {
  const say = { zone: "Europe/London", now: START - 1, t: englishWords };
  const choices = { from: START, to: END, wanted: [] };
  const missed = [{ studentId: "sophie", classId: "science", why: "limit" as const }];
  const words = (most: number | null) =>
    missedViews(bookingGrid(["science"], [], most), choices, missed, say)[0]?.words;
  expect(words(2)).toContain("one more than the 2 for each child");
  expect(words(null)).toBe("Mrs Abell (science, Sophie Aaron) has time left, but none that goes with the others here.");
});
