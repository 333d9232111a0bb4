import fc from "fast-check";
import { expect, test } from "vitest";
import { brokenRule } from "../../worker/db/guard.ts";
import { unitsOf } from "../../worker/rules/booking/grid.ts";
import { windowOf } from "../../worker/rules/booking/window.ts";
import { chooseEvening } from "../../worker/rules/choose-evening.ts";
import { programmeOf, spanOf } from "../../worker/rules/programme.ts";
import { scheduleOf } from "../../worker/rules/schedule.ts";

const MINUTE = 60_000;
const span = (start: number, end: number) => ({ startsAt: start * MINUTE, endsAt: end * MINUTE });

test("16:00, 16:05 and 16:20 have one gap of ten minutes, and run to 16:25", () => {
  const booked = [span(20, 25), span(0, 5), span(5, 10)];
  const rows = programmeOf(booked).map((row) => (row.kind === "gap" ? row.ms / MINUTE : "appointment"));
  expect(rows).toEqual(["appointment", "appointment", 10, "appointment"]);
  expect(spanOf(booked)).toEqual(span(0, 25));
  expect(spanOf([])).toBeUndefined();
});

test("an appointment that ends within a longer one makes no gap", () => {
  expect(programmeOf([span(0, 30), span(5, 10), span(30, 35)]).some((row) => row.kind === "gap")).toBe(false);
});

const spans = fc.array(
  fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 30 })).map(([start, length]) => span(start, start + length)),
);

test("property: gaps and covered time add up to the whole", () => {
  fc.assert(
    fc.property(spans, (booked) => {
      const covered = new Set(
        booked.flatMap(({ startsAt, endsAt }) => {
          const first = startsAt / MINUTE;
          return Array.from({ length: endsAt / MINUTE - first }, (_, minute) => first + minute);
        }),
      ).size;
      const gaps = programmeOf(booked).reduce((sum, row) => sum + (row.kind === "gap" ? row.ms / MINUTE : 0), 0);
      const whole = spanOf(booked);
      expect(gaps + covered).toBe(whole ? (whole.endsAt - whole.startsAt) / MINUTE : 0);
    }),
  );
});

test("a schedule has every appointment and every unit that none covers", () => {
  const grid = { ...span(0, 30), slotSeconds: 300 };
  const rows = scheduleOf(grid, [span(5, 15)]);
  const startOf = (row: (typeof rows)[number]) =>
    row.kind === "appointment" ? row.appointment.startsAt : row.startsAt;
  expect(rows.map((row) => startOf(row) / MINUTE)).toEqual([0, 5, 15, 20, 25]);
  const kinds = scheduleOf(grid, [span(5, 15)], [span(20, 30)]).map((row) => row.kind);
  expect(kinds).toEqual(["free", "appointment", "free", "break", "break"]);
  expect(scheduleOf(grid, []).length).toBe(unitsOf(grid).length);
});

test("booking is open from its opening to its close, and never past the evening", () => {
  const evening = { state: "published", bookingOpensAt: 10, bookingClosesAt: 20, endsAt: 30 } as const;
  expect([9, 10, 19, 20].map((now) => windowOf(evening, now))).toEqual(["early", "open", "open", "over"]);
  expect(windowOf({ ...evening, bookingClosesAt: 40 }, 30)).toBe("over");
  expect(windowOf({ ...evening, state: "draft" }, 15)).toBe("hidden");
  expect(windowOf({ ...evening, state: "closed" }, 15)).toBe("over");
});

test("the evening that is meant: running, then next, then the latest past", () => {
  const published = (from: number, to: number) => ({ ...span(from, to), state: "published" as const });
  const [past, running, next] = [published(0, 10), published(20, 30), published(40, 50)];
  expect(chooseEvening([next, past, running], 25 * MINUTE)).toBe(running);
  expect(chooseEvening([next, past, running], 30 * MINUTE)).toBe(next);
  expect(chooseEvening([next, past, running], 60 * MINUTE)).toBe(next);
  expect(chooseEvening([], 0)).toBeUndefined();
});

test("an evening that was closed early neither runs nor comes next", () => {
  const closed = { ...span(0, 50), state: "closed" as const };
  const running = { ...span(10, 60), state: "published" as const };
  expect(chooseEvening([closed, running], 20 * MINUTE)).toBe(running);
  expect(chooseEvening([closed], 20 * MINUTE)).toBe(closed);
});

test("a broken rule is told by the guard's own error, under whatever wraps it, and by nothing else", () => {
  const wrapped = (message: string) => new Error("Failed query: rule:late", { cause: new Error(message) });
  expect(brokenRule(wrapped("D1_ERROR: rule:too-late: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)"))).toBe(
    "too-late",
  );
  expect(brokenRule(wrapped("D1_ERROR: UNIQUE constraint failed: claims.school_id: SQLITE_CONSTRAINT"))).toBeNull();
  expect(brokenRule(new Error("network"))).toBeNull();
  expect(brokenRule("rule:late")).toBeNull();
});
