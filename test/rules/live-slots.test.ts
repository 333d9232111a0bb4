import { expect, test } from "vitest";
import { type LiveBookable, liveState } from "../../web/ui/live-slots.ts";

const offer: LiveBookable = { teacherIds: ["abell", "brooks"], units: 2, unitMs: 5, ownUnits: [] };

test("a time is taken where any of its teachers is, in any of its units", () => {
  expect(liveState(offer, 10, {})).toBe("free");
  expect(liveState(offer, 10, { abell: [5], brooks: [20] })).toBe("free");
  expect(liveState(offer, 10, { brooks: [15] })).toBe("taken");
  expect(liveState(offer, 10, { davies: [10, 15] })).toBe("free");
});

test("the own appointment for the same class doesn't stand in the way of moving it", () => {
  expect(liveState({ ...offer, ownUnits: [10, 15] }, 15, { abell: [10, 15] })).toBe("free");
  expect(liveState({ ...offer, ownUnits: [10, 15] }, 15, { abell: [10, 15, 20] })).toBe("taken");
});
