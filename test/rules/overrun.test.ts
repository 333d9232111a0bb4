import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_OVERRUN_MS, overrunUntil, type Timed } from "../../worker/rules/overrun.ts";

const MINUTE = 60_000;
const appointment = (id: string, from: number, guardian: string, teachers: string[], minutes = 5): Timed => ({
  id,
  startsAt: from * MINUTE,
  endsAt: (from + minutes) * MINUTE,
  guardian: { id: guardian },
  teachers: teachers.map((teacher) => ({ id: teacher })),
});

test("an evening that ends on time never overruns", () => {
  const one = appointment("a", 0, "g1", ["t1"]);
  expect(overrunUntil(one, [one], "on-time")).toBe(one.endsAt);
});

test("a call runs on until its teacher is due elsewhere", () => {
  const one = appointment("a", 0, "g1", ["t1"]);
  const next = appointment("b", 8, "g2", ["t1"]);
  expect(overrunUntil(one, [one, next], "until-next")).toBe(8 * MINUTE);
});

test("a call runs on until its guardian is due elsewhere, whoever teaches", () => {
  const one = appointment("a", 0, "g1", ["t1"]);
  const next = appointment("b", 5, "g1", ["t2"]);
  expect(overrunUntil(one, [one, next], "until-next")).toBe(one.endsAt);
});

test("a call never runs on for more than ten minutes, and never ends early", () => {
  const minute = fc.integer({ min: 0, max: 60 });
  const who = fc.constantFrom("t1", "t2", "t3");
  const other = fc.record({ from: minute, guardian: fc.constantFrom("g1", "g2", "g3"), teacher: who });
  fc.assert(
    fc.property(minute, fc.array(other, { maxLength: 12 }), (from, others) => {
      const one = appointment("a", from, "g1", ["t1"]);
      const rest = others.map((o, n) => appointment(`o${n}`, o.from, o.guardian, [o.teacher]));
      const until = overrunUntil(one, [one, ...rest], "until-next");
      expect(until).toBeGreaterThanOrEqual(one.endsAt);
      expect(until).toBeLessThanOrEqual(one.endsAt + MOST_OVERRUN_MS);
      const shares = (o: Timed) => o.guardian.id === "g1" || o.teachers.some((t) => t.id === "t1");
      for (const o of rest.filter(shares)) if (o.startsAt >= one.endsAt) expect(until).toBeLessThanOrEqual(o.startsAt);
    }),
  );
});
