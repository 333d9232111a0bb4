import { expect, test } from "vitest";
import { type ConnectionFailure, verdictOf } from "../../web/islands/check/connection-verdict.ts";

const nameOf = (loss: number, roundTripMs: number, bits: number) =>
  verdictOf({ measure: { loss, roundTripMs, bits } }).name;

test("a line is as good as its worst sign", () => {
  expect(nameOf(0, 40, 600_000)).toBe("good");
  expect(nameOf(0.02, 240, 210_000)).toBe("good");
  expect(nameOf(0.05, 40, 600_000)).toBe("fair");
  expect(nameOf(0, 400, 600_000)).toBe("fair");
  expect(nameOf(0, 40, 100_000)).toBe("fair");
  expect(nameOf(0.2, 40, 600_000)).toBe("poor");
  expect(nameOf(0, 900, 600_000)).toBe("poor");
  expect(nameOf(0, 40, 20_000)).toBe("poor");
});

test("whatever is not good says what to do, and a fault of ours is not called theirs", () => {
  expect(verdictOf({ measure: { loss: 0, roundTripMs: 40, bits: 600_000 } }).advice).toBeNull();
  for (const failure of ["offline", "busy", "no-service", "blocked", "unsupported"] satisfies ConnectionFailure[])
    expect(verdictOf({ failure }).advice).not.toBeNull();
  expect(verdictOf({ failure: "no-service" }).state).toBe("unknown");
  expect(verdictOf({ failure: "blocked" }).state).toBe("fails");
});
