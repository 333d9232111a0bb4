import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serverClock } from "../../web/islands/call/server-clock.ts";

const START = 1_790_000_000_000;
/** The device's own clock is wrong by an hour. */
const WRONG = 3_600_000;
let awake = 0;
let asleep = 0;

beforeEach(() => {
  [awake, asleep] = [0, 0];
  vi.spyOn(performance, "now").mockImplementation(() => awake);
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([]);
  vi.spyOn(Date, "now").mockImplementation(() => START + WRONG + awake + asleep);
});

afterEach(() => vi.restoreAllMocks());

test("counts on from the server's word, whatever the device's own clock says", () => {
  const clock = serverClock(START);
  awake += 60_000;
  clock.look();
  expect(clock.now()).toBe(START + 60_000);
  clock.set(START + 61_000);
  awake += 1_000;
  expect(clock.now()).toBe(START + 62_000);
});

test("a machine that slept has not lost the time, though its browser did not count it", () => {
  const clock = serverClock(START);
  awake += 1_000;
  clock.look();
  asleep += 20 * 60_000;
  awake += 1_000;
  clock.look();
  expect(clock.now()).toBe(START + 20 * 60_000 + 2_000);
  awake += 1_000;
  clock.look();
  expect(clock.now()).toBe(START + 20 * 60_000 + 3_000);
});

test("a device's clock that is set back, or corrected by little, changes nothing", () => {
  const clock = serverClock(START);
  for (const change of [-600_000, 900, -900]) {
    asleep += change;
    awake += 1_000;
    clock.look();
  }
  expect(clock.now()).toBe(START + 3_000);
});
