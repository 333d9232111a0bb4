import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { evenings } from "../../worker/db/schema.ts";
import { bookedRows, bookingFaults, browserOf } from "../support/worker/booking.ts";
import { smallSchool } from "../support/worker/small-school.ts";

const HOUR = 3_600_000;
const SLOT = 900_000;

/** An evening of three hours in quarter-hours that begins an hour before the clocks of London change. */
async function eveningAt(startsAt: number) {
  const school = await smallSchool(startsAt - 24 * HOUR);
  await school.db
    .update(evenings)
    .set({ startsAt, endsAt: startsAt + 3 * HOUR, slotSeconds: SLOT / 1000, bookingClosesAt: startsAt + 3 * HOUR })
    .where(eq(evenings.schoolId, school.schoolId));
  const david = await browserOf(school, school.ids.david);
  david.clock.now = startsAt - HOUR;
  return { school, david };
}

const timesOn = (html: string) => [...html.matchAll(/<time>([^<]+)<\/time>/g)].map((found) => found[1]);

test("clocks go back: every time is there once, the repeated hour says which it is, and the one pressed is booked", async () => {
  const startsAt = Date.UTC(2026, 9, 24, 23);
  const { school, david } = await eveningAt(startsAt);
  const times = timesOn(await (await david.page()).text());
  expect(times).toEqual([
    ...["00:00", "00:15", "00:30", "00:45", "01:00 BST", "01:15 BST", "01:30 BST", "01:45 BST"],
    ...["01:00 GMT", "01:15 GMT", "01:30 GMT", "01:45 GMT"],
  ]);
  const at = startsAt + 2 * HOUR;
  const answer = await david.press({ student: school.ids.sophie, classId: school.ids.science, at });
  expect(answer.status).toBe(303);
  expect(await bookedRows(school)).toMatchObject([{ startsAt: at, endsAt: at + SLOT }]);
  expect(await (await david.page()).text()).toContain("Booked 01:00 GMT");
  expect(await (await david.get("/bookings")).text()).toContain("01:00 GMT");
});

test("clocks go forward: the skipped hour is on no page, and no time is lost or doubled", async () => {
  const startsAt = Date.UTC(2026, 2, 29, 0);
  const { school, david } = await eveningAt(startsAt);
  const times = timesOn(await (await david.page()).text());
  expect(times).toEqual([
    ...["00:00", "00:15", "00:30", "00:45", "02:00", "02:15", "02:30", "02:45", "03:00", "03:15", "03:30", "03:45"],
  ]);
  const press = { student: school.ids.sophie, classId: school.ids.science, at: startsAt + HOUR };
  expect((await david.press(press)).status).toBe(303);
  expect(await (await david.page()).text()).toContain("Booked 02:00");
  expect((await bookingFaults(school)).filter((fault) => !fault.includes("half-booked"))).toEqual([]);
});

test("the page says whose time it shows", async () => {
  const { david } = await eveningAt(Date.UTC(2026, 0, 13, 16));
  expect(await (await david.page()).text()).toContain("Times are in the school’s time, London.");
});
