import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { englishWords } from "../../web/words/catalogue.ts";
import type { CalendarAppointment, CalendarReader } from "../../worker/rules/calendar/calendar-events.ts";
import { calendarFile } from "../../worker/rules/calendar/calendar-file.ts";
import { readAppointments } from "../support/read-calendar.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 8, 1, 9, 30);

function appointment(startsAt: number, more: Partial<CalendarAppointment> = {}): CalendarAppointment {
  return {
    ...{ id: `a${startsAt}`, eveningId: "e1", startsAt, endsAt: startsAt + 10 * MINUTE, state: "booked", version: 1 },
    ...{ student: { forename: "Sophie" }, subject: "Science" },
    teachers: [{ title: "Mrs", forename: "Anita", surname: "Abell" }],
    ...more,
  };
}

type Given = { zone?: string; shortName?: string; reader?: CalendarReader; now?: number };

function write(appointments: CalendarAppointment[], given: Given = {}): string {
  const { zone = "Europe/London", shortName = "Green Abbey", reader = "guardian", now = NOW } = given;
  const settings = { PUBLIC_URL: new URL("https://school.example") };
  return calendarFile({
    school: { slug: "greenabbey", shortName, zone },
    settings,
    reader,
    appointments,
    now,
    t: englishWords,
  });
}

/** An hour of the school's clock as an instant. */
const at = (zone: string, local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;

describe("an independent parser reads the booked instant", () => {
  test.each([
    ["the evening before London's clocks go back", "Europe/London", "2026-10-24T18:00"],
    ["the evening after", "Europe/London", "2026-10-25T18:00"],
    ["the evening before they go forward", "Europe/London", "2027-03-27T18:00"],
    ["the evening after", "Europe/London", "2027-03-28T18:00"],
    ["without a change of clocks", "Asia/Kolkata", "2026-10-25T18:00"],
    ["without any, ever", "UTC", "2026-10-25T18:00"],
    ["in the south, before summer time", "Australia/Sydney", "2026-10-03T18:00"],
    ["in the south, in it", "Australia/Sydney", "2026-10-04T18:00"],
    ["where the clocks move by half an hour", "Australia/Lord_Howe", "2026-10-04T18:00"],
  ])("%s: %s", (_, zone, local) => {
    const startsAt = at(zone, local);
    const text = write([appointment(startsAt)], { zone });
    const [read] = readAppointments(text);
    expect([read?.startsAt, read?.endsAt]).toEqual([startsAt, startsAt + 10 * MINUTE]);
    // And says it on the school's clock, with the zone's name.
    const wall = local.replace(/[-:]/g, "");
    expect(text).toContain(zone === "UTC" ? `DTSTART:${wall}00Z` : `DTSTART;TZID=${zone}:${wall}00`);
  });

  test("across the very change: appointments of one night, each minute of it, are told apart", () => {
    for (const [zone, night] of [
      ["Europe/London", "2026-10-25T00:00"],
      ["Europe/London", "2027-03-28T00:00"],
      ["America/New_York", "2026-11-01T00:00"],
      ["Australia/Sydney", "2027-04-04T00:00"],
    ] as const) {
      const from = at(zone, night);
      const starts = Array.from({ length: 30 }, (_, index) => from + index * 10 * MINUTE);
      const read = readAppointments(
        write(
          starts.map((startsAt) => appointment(startsAt)),
          { zone },
        ),
      );
      expect(read.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual(
        starts.map((startsAt) => [startsAt, startsAt + 10 * MINUTE]),
      );
    }
  });

  test("from the very instant of a change: what begins with it, and what comes after", () => {
    const change = at("Europe/London", "2026-10-25T00:00") + 2 * 60 * MINUTE;
    const starts = [change, change + 180 * MINUTE, change + 30 * 24 * 60 * MINUTE];
    const text = write(
      starts.map((startsAt) => appointment(startsAt)),
      { now: change },
    );
    expect(readAppointments(text).map(({ startsAt }) => startsAt)).toEqual(starts);
  });

  test("in every zone that the runtime knows, several years apart in one file", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    expect(zones.length).toBeGreaterThan(300);
    const instants = fc.integer({ min: Date.UTC(2020, 0, 1) / MINUTE, max: Date.UTC(2032, 0, 1) / MINUTE });
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.array(instants, { minLength: 1, maxLength: 4 }), (zone, minutes) => {
        const starts = minutes.map((minute) => minute * MINUTE);
        const read = readAppointments(
          write(
            starts.map((startsAt) => appointment(startsAt)),
            { zone },
          ),
        );
        expect(read.map(({ startsAt }) => startsAt)).toEqual(starts);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

test("the zone holds the changes of clocks by their dates", () => {
  const text = write([appointment(at("Europe/London", "2026-10-20T18:00"))], {
    now: at("Europe/London", "2026-10-20T12:00"),
  });
  const zone = text.slice(text.indexOf("BEGIN:VTIMEZONE"), text.indexOf("END:VTIMEZONE"));
  expect(zone.split("\r\n")).toEqual([
    ...["BEGIN:VTIMEZONE", "TZID:Europe/London"],
    ...[
      "BEGIN:DAYLIGHT",
      "DTSTART:20260329T010000",
      "TZOFFSETFROM:+0000",
      "TZOFFSETTO:+0100",
      "TZNAME:BST",
      "END:DAYLIGHT",
    ],
    ...[
      "BEGIN:STANDARD",
      "DTSTART:20261025T020000",
      "TZOFFSETFROM:+0100",
      "TZOFFSETTO:+0000",
      "TZNAME:GMT",
      "END:STANDARD",
    ],
    "",
  ]);
});

test("no line is longer than 75 octets, no character is torn, and unfolded it is what was written", () => {
  const subject = `Français, Ελληνικά; 日本語 ${"ß€😀é".repeat(40)}`;
  const text = write([appointment(NOW, { subject })], { shortName: "Żółć 学校 ".repeat(12) });
  const lines = text.split("\r\n");
  expect(text).not.toMatch(/[^\r]\n|\r[^\n]/);
  for (const line of lines) {
    expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    // A torn surrogate pair would come back as the replacement character.
    expect(new TextDecoder().decode(new TextEncoder().encode(line))).toBe(line);
  }
  expect(readAppointments(text)[0]?.summary).toBe(`Mrs Abell: ${subject} (Sophie)`);
});

test("commas, semicolons, backslashes and line breaks come through, and can't begin a property of their own", () => {
  const subject = "Art, Craft; C:\\new\\n\nDTSTART:19990101T000000Z\r\nEND:VEVENT";
  const shortName = "St Mary; the, Virgin\\ BEGIN:VEVENT";
  const text = write([appointment(NOW, { subject }), appointment(NOW + MINUTE)], { shortName });
  const read = readAppointments(text);
  expect(read).toHaveLength(2);
  expect(read[0]?.summary).toBe(`Mrs Abell: ${subject.replaceAll("\r\n", "\n")} (Sophie)`);
  // Unfolded, because the parser hands on these two as they are written.
  const head = text.replaceAll("\r\n ", "").split("\r\n");
  const name = "St Mary\\; the\\, Virgin\\\\ BEGIN:VEVENT: parents’ evenings";
  expect(head).toContain(`NAME:${name}`);
  expect(head).toContain(`X-WR-CALNAME:${name}`);
});

test("what the calendar says of itself comes before its parts: the name, and to look again every hour", () => {
  const text = write([appointment(NOW)]);
  const head = text.slice(0, text.indexOf("BEGIN:VTIMEZONE"));
  expect(head.split("\r\n")).toEqual([
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Parlour//Parents' evenings//EN", "METHOD:PUBLISH"],
    ...["NAME:Green Abbey: parents’ evenings", "X-WR-CALNAME:Green Abbey: parents’ evenings"],
    ...["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", ""],
  ]);
});

test("an entry: stable id, version, stamp, state, and where to join, as link and as conference", () => {
  const [read] = readAppointments(write([appointment(NOW, { id: "a1", version: 7 })]));
  expect(read).toMatchObject({
    ...{ uid: "a1@greenabbey.school.example", sequence: 7, stamp: NOW, status: "CONFIRMED", transparency: "OPAQUE" },
    ...{ summary: "Mrs Abell: Science (Sophie)", location: "By video" },
    url: "https://greenabbey.school.example/video?evening=e1",
    conference: "https://greenabbey.school.example/video?evening=e1",
    description: "Join here: https://greenabbey.school.example/video?evening=e1",
  });
});

test("a cancelled entry stays, as cancelled, and blocks nobody's time", () => {
  const [read] = readAppointments(write([appointment(NOW, { state: "cancelled", version: 2 })]));
  expect(read).toMatchObject({ status: "CANCELLED", transparency: "TRANSPARENT", sequence: 2 });
});

test("a teacher's entries lead to the teacher's page and name the student by the first name", () => {
  const [read] = readAppointments(write([appointment(NOW)], { reader: "teacher" }));
  expect(read?.summary).toBe("Sophie: Science");
  expect(read?.url).toBe("https://greenabbey.school.example/staff/video?evening=e1");
});

test("with no entries it is still a calendar: RFC 5545 asks for one part at least", () => {
  const text = write([]);
  expect(readAppointments(text)).toEqual([]);
  expect(text).toMatch(/END:VTIMEZONE\r\nEND:VCALENDAR\r\n$/);
});
