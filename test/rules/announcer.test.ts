import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Announcer, PAGE } from "../../web/islands/call/announcer.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const words = (announcer: Announcer, spot = PAGE) => announcer.saidIn(spot).map((said) => said.words);

test("two announcements in one moment are both heard, and the same words again are another announcement", () => {
  const announcer = new Announcer();
  const told = vi.fn();
  announcer.subscribe(told);
  announcer.say(["Mrs Abell is here", "Mr Davies is here"]);
  announcer.say(["30 seconds left"]);
  announcer.say(["30 seconds left"]);
  announcer.say([]);
  expect(words(announcer)).toEqual(["Mrs Abell is here. Mr Davies is here", "30 seconds left", "30 seconds left"]);
  expect(new Set(announcer.saidIn(PAGE).map(({ id }) => id)).size).toBe(3);
  expect(told).toHaveBeenCalledTimes(3);
});

test("what was said is gone after a while, so that nobody finds old news", () => {
  const announcer = new Announcer();
  announcer.say(["one"]);
  vi.advanceTimersByTime(6_000);
  announcer.say(["two"]);
  vi.advanceTimersByTime(5_000);
  expect(words(announcer)).toEqual(["two"]);
  vi.advanceTimersByTime(6_000);
  expect(words(announcer)).toEqual([]);
});

test("while a box lies over the page it is heard there, in the uppermost, and only what is said from then on", () => {
  const announcer = new Announcer();
  announcer.say(["before"]);
  const leaveOrder = announcer.enter("order");
  const leaveGuest = announcer.enter("guest");
  announcer.say(["two minutes left"]);
  expect([words(announcer), words(announcer, "order"), words(announcer, "guest")]).toEqual([
    ["before"],
    [],
    ["two minutes left"],
  ]);
  leaveGuest();
  announcer.say(["one minute left"]);
  expect(words(announcer, "order")).toEqual(["one minute left"]);
  leaveOrder();
  announcer.say(["after"]);
  expect(words(announcer)).toEqual(["before", "after"]);
});
