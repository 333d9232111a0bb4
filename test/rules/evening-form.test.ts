import fc from "fast-check";
import { expect, test } from "vitest";
import { unitsOf } from "../../worker/rules/booking/grid.ts";
import { outsideHours, unitsTouched } from "../../worker/rules/breaks.ts";
import {
  type EveningInput,
  GAPS,
  inputOf,
  newEveningInput,
  newRehearsalInput,
  readEvening,
} from "../../worker/rules/evening-form.ts";
import { type PublishFacts, publishRefusals } from "../../worker/rules/publish-rules.ts";
import { dayTimeOf, instantOf } from "../../worker/rules/school-time.ts";

const ZONE = "Europe/London";
const NOW = Date.UTC(2026, 10, 23, 9);
const good: EveningInput = { ...newEveningInput(NOW, ZONE), name: "Year 6 evening" };

function settings(change: Partial<EveningInput> = {}) {
  const read = readEvening({ ...good, ...change }, ZONE, null);
  if ("errors" in read) throw new Error(JSON.stringify(read.errors));
  return read.settings;
}

function refusals(change: Partial<EveningInput>) {
  const read = readEvening({ ...good, ...change }, ZONE, null);
  return "errors" in read ? read.errors.map((error) => error.field) : [];
}

test("a new evening's form needs a name and is else as it should be", () => {
  expect(refusals({ name: "" })).toEqual(["name"]);
  expect(settings()).toMatchObject({ slotSeconds: 300, gapSeconds: 0, together: false, mostPerStudent: null });
});

test("a rehearsal's name carries its mark, once, and another evening's may not", () => {
  const named = (name: string) => settings({ name, rehearsal: "1" }).name;
  expect([named("Year 6"), named("rehearsal:  Year 6")]).toEqual(["Rehearsal: Year 6", "Rehearsal: Year 6"]);
  expect(inputOf(settings({ name: "Year 6", rehearsal: "1" }), ZONE)).toMatchObject({ name: "Year 6", rehearsal: "1" });
  expect(refusals({ name: "Rehearsal: Year 6" })).toEqual(["name"]);
  expect(refusals({ name: "", rehearsal: "1" })).toEqual(["name"]);
  expect(settings({ ...newRehearsalInput(NOW, ZONE), name: "Year 6" })).toMatchObject({ rehearsal: true });
});

test("times are the school's: summer, winter, the hour that is skipped and the one that comes twice", () => {
  const at = (day: string, time: string) => instantOf({ day, time }, ZONE);
  expect(at("2027-01-12", "16:00")).toEqual({ kind: "at", at: Date.UTC(2027, 0, 12, 16) });
  expect(at("2027-06-15", "16:00")).toEqual({ kind: "at", at: Date.UTC(2027, 5, 15, 15) });
  expect(at("2027-03-28", "01:30")).toEqual({ kind: "skipped" });
  expect(at("2026-10-25", "01:30")).toEqual({ kind: "at", at: Date.UTC(2026, 9, 25, 0, 30) });
  for (const [day, time] of [
    ["2027-02-30", "16:00"],
    ["2027-01-12", "25:00"],
    ["12/01/2027", "16:00"],
    ["", ""],
  ] as const)
    expect(at(day, time)).toEqual({ kind: "unreadable" });
});

test("an evening across the change of clocks has its true length", () => {
  const { startsAt, endsAt } = settings({
    ...{ day: "2026-10-25", from: "00:00", to: "03:00", opensDay: "2026-10-01", closesDay: "2026-10-24" },
  });
  expect(endsAt - startsAt).toBe(4 * 3_600_000);
  expect(unitsOf({ startsAt, endsAt, slotSeconds: 300 })).toHaveLength(48);
});

test("each mistake is named beside its box", () => {
  const table: [Partial<EveningInput>, string][] = [
    [{ message: "x".repeat(1_001) }, "message"],
    [{ day: "tomorrow" }, "day"],
    [{ from: "four" }, "from"],
    [{ to: "15:00" }, "to"],
    [{ to: "16:04" }, "to"],
    [{ length: "0" }, "length"],
    [{ length: "2.5" }, "length"],
    [{ gap: "7" }, "gap"],
    [{ gap: "" }, "gap"],
    [{ opensDay: "" }, "opensDay"],
    [{ closesTime: "" }, "closesTime"],
    [{ closesDay: good.opensDay, closesTime: "17:00" }, "closesDay"],
    [{ closesDay: good.day, closesTime: "19:01" }, "closesDay"],
    [{ lead: "-1" }, "lead"],
    [{ most: "0" }, "most"],
    [{ offer: "1" }, "offer"],
    [{ earlyDay: "2026-12-01" }, "earlyYears"],
    [{ earlyYears: ["11"] }, "earlyDay"],
    [{ earlyYears: ["11"], earlyDay: good.opensDay, earlyTime: good.opensTime }, "earlyDay"],
  ];
  for (const [change, field] of table) expect([change, refusals(change)[0]]).toEqual([change, field]);
});

test("the grid of a published evening stays, whatever the form says", () => {
  const fixed = settings();
  const read = readEvening({ ...good, from: "18:00", length: "20", gap: "60", name: "New" }, ZONE, fixed);
  expect("settings" in read && read.settings).toMatchObject({
    startsAt: fixed.startsAt,
    slotSeconds: 300,
    name: "New",
  });
});

test("property: the form shows what it saved", () => {
  const inputs = fc.record({
    length: fc.integer({ min: 1, max: 60 }).map(String),
    gap: fc.constantFrom(...GAPS).map(String),
    lead: fc.integer({ min: 0, max: 100 }).map(String),
    most: fc.option(fc.integer({ min: 1, max: 20 }).map(String), { nil: "" }),
    meetings: fc.constantFrom("separate", "together"),
    waiting: fc.constantFrom("1", ""),
    offer: fc.integer({ min: 5, max: 1440 }).map(String),
    ending: fc.constantFrom("on-time", "until-next"),
  });
  fc.assert(
    fc.property(inputs, (change) => {
      const input = { ...good, ...change };
      const read = readEvening(input, ZONE, null);
      if ("settings" in read) expect(inputOf(read.settings, ZONE)).toEqual(input);
      else expect(Number(change.gap) >= Number(change.length) * 60).toBe(true);
    }),
  );
});

test("property: a day and time are read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000_000 }), (minute) => {
      const at = Date.UTC(2020, 0, 1) + minute * 60_000;
      const read = instantOf(dayTimeOf(at, ZONE), ZONE);
      // The second pass of the repeated hour reads as the first.
      expect([at, at - 3_600_000]).toContain(read.kind === "at" ? read.at : null);
    }),
  );
});

test("property: a break takes every unit it touches and no other; own hours leave exactly what is outside them", () => {
  const grid = { startsAt: 0, endsAt: 36 * 300_000, slotSeconds: 300 };
  const minute = fc.integer({ min: -30, max: 220 });
  fc.assert(
    fc.property(minute, minute, (from, to) => {
      const span = { startsAt: from * 60_000, endsAt: to * 60_000 };
      for (const unit of unitsOf(grid)) {
        const touches = span.startsAt < unit + 300_000 && unit < span.endsAt;
        expect(unitsTouched(grid, span).includes(unit)).toBe(touches);
      }
      const { before, after } = outsideHours(grid, span);
      expect(before === null).toBe(span.startsAt <= grid.startsAt);
      expect(after === null).toBe(span.endsAt >= grid.endsAt);
    }),
  );
});

const draft: PublishFacts["evening"] = {
  ...{ ...settings(), schoolId: "s", id: "e", state: "draft", rehearsal: false, createdAt: 0 },
};

test("what keeps an evening from being published is named", () => {
  const fine: PublishFacts = {
    evening: draft,
    classes: [{ name: "Science", units: 1, teachers: 1 }],
    gridConflicts: [],
  };
  const kinds = (change: Partial<PublishFacts>, now = NOW) =>
    publishRefusals({ ...fine, ...change }, now).map((refusal) => refusal.kind);
  expect(kinds({})).toEqual([]);
  expect(kinds({ classes: [] })).toEqual(["no-class"]);
  expect(kinds({ classes: [{ name: "Art", units: 1, teachers: 0 }] })).toEqual(["class-without-teacher"]);
  expect(kinds({ classes: [{ name: "Review", units: 37, teachers: 3 }] })).toEqual(["class-too-long"]);
  expect(kinds({}, draft.bookingClosesAt)).toEqual(["window"]);
  expect(kinds({}, draft.startsAt)).toEqual(["over", "window"]);
  const clash = { name: "Year 7", person: "Mrs Abell", role: "teacher" as const };
  const gridConflicts = [clash, { ...clash, person: "Mr Hill", role: "guardian" as const }];
  expect(publishRefusals({ ...fine, gridConflicts }, NOW)).toEqual([
    { kind: "other-grid", evening: "Year 7", teachers: ["Mrs Abell"], families: 1 },
  ]);
});
