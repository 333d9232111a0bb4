import { expect, test } from "vitest";
import type { PersonPresence, Presence } from "../../durable-objects/board-protocol.ts";
import { type BoardProps, rowsAt, sumsAt } from "../../web/pages/board-rows.ts";
import type { CallProps } from "../../web/pages/call-props.ts";
import { currentTag, mayGoTo, orderTag, waitingNews } from "../../web/pages/order-state.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 16);

const PROPS: BoardProps = {
  evening: { id: "evening", zone: "Europe/London" },
  now: START,
  rooms: [],
  teachers: [
    { id: "abell", name: "Mrs Anita Abell" },
    { id: "davies", name: "Mr Geraint Davies" },
    { id: "sinclair", name: "Mr J Sinclair" },
  ],
  appointments: [
    appointment("liz", 0, ["abell"]),
    appointment("zoe", 0, ["davies"]),
    appointment("ben", 1, ["davies", "sinclair"]),
  ],
};

function appointment(id: string, slot: number, teacherIds: string[]) {
  const startsAt = START + slot * 5 * MINUTE;
  const times = { startsAt, endsAt: startsAt + 5 * MINUTE, overrunUntil: startsAt + 5 * MINUTE };
  return {
    id,
    ...times,
    teacherIds,
    student: `Student ${id}`,
    guardian: `Guardian ${id}`,
    guests: [{ id: "g", name: "Tom" }],
    absent: false,
  };
}

function person(participantId: string, role: PersonPresence["role"], state: PersonPresence["state"], since = START) {
  return { participantId, role, state, since };
}

function rooms(...known: [string, PersonPresence[], boolean?][]): Map<string, Presence> {
  return new Map(
    known.map(([appointmentId, people, ended = false]) => [appointmentId, { appointmentId, at: START, ended, people }]),
  );
}

const rowOf = (at: number, known: Map<string, Presence> | null, teacher: string) =>
  rowsAt(PROPS, known, START + at).find(({ teachers }) => teachers.includes(teacher));

test("a family left alone needs somebody after a minute, and stands first", () => {
  const alone = rooms(["zoe", [person("ngozi", "guardian", "present", START - 8 * MINUTE)]]);
  expect(rowOf(30_000, alone, "Mr Geraint Davies")?.state?.words).toBe("Starting");
  const [first] = rowsAt(PROPS, alone, START + 3 * MINUTE);
  expect(first).toMatchObject({ teachers: ["Mr Geraint Davies"], state: { words: "Teacher not here", kind: "warn" } });
  // Counted from the start: whoever comes early has no claim on the teacher yet.
  expect(first?.now?.here).toBe("Guardian zoe has waited 3 min");
  expect(first?.need).toBe(3 * MINUTE);
});

test("the states of a call that needs nobody", () => {
  const teacher = person("abell", "teacher", "present");
  const family = person("david", "guardian", "present");
  const stateWith = (people: PersonPresence[], at = MINUTE) =>
    rowOf(at, rooms(["liz", people]), "Mrs Anita Abell")?.state?.words;
  expect(stateWith([])).toBe("Nobody here yet");
  expect(stateWith([teacher])).toBe("Family not here yet");
  expect(stateWith([teacher, family])).toBe("In the call");
  expect(stateWith([teacher, { ...family, state: "held" }])).toBe("Family’s line is lost");
  expect(stateWith([{ ...teacher, state: "held" }, family])).toBe("Teacher’s line is lost");
  expect(stateWith([teacher, family, person("g", "guest", "waiting")])).toBe("Full, 1 in line");
});

test("who is in the call is named, the guest by name, and counted", () => {
  const people = [
    person("abell", "teacher", "present"),
    person("david", "guardian", "held"),
    person("g", "guest", "present"),
  ];
  const known = rooms(["liz", people], ["ben", [person("r", "guardian", "waiting")]]);
  const rows = rowsAt(PROPS, known, START + MINUTE);
  expect(rows.find(({ key }) => key === "liz")?.now).toMatchObject({ here: "Guardian liz and guest Tom", present: 3 });
  expect(sumsAt(rows, known)).toEqual({ calls: 1, inCalls: 3, waiting: 1, need: 0 });
});

test("teachers of one appointment share its row; one who is free says until when, and whether the next waits", () => {
  expect(rowOf(6 * MINUTE, rooms(), "Mr J Sinclair")?.teachers).toEqual(["Mr Geraint Davies", "Mr J Sinclair"]);
  const free = rowOf(0, rooms(["ben", [person("r", "guardian", "waiting")]]), "Mr J Sinclair");
  expect(free).toMatchObject({
    now: null,
    state: { words: "Free" },
    next: { waiting: true, appointment: { id: "ben" } },
  });
  expect(rowOf(6 * MINUTE, rooms(), "Mrs Anita Abell")).toMatchObject({ now: null, next: null });
});

test("one that its teacher ended is over; without the board nothing is said of anybody", () => {
  expect(rowOf(MINUTE, rooms(["liz", [], true]), "Mrs Anita Abell")?.now).toBeNull();
  const unknown = rowOf(MINUTE, null, "Mrs Anita Abell");
  expect(unknown).toMatchObject({ state: null, need: 0, now: { here: "Guardian liz" } });
});

test("in the running order: not here yet, waiting and since when, with a colleague, done", () => {
  const waiting = person("r", "guardian", "waiting", START - 2 * MINUTE);
  const tag = (people: PersonPresence[], ended = false) =>
    orderTag(rooms(["x", people, ended]).get("x"), "abell", START, englishWords).words;
  expect(orderTag(undefined, "abell", START, englishWords).words).toBe("Not here yet");
  expect(tag([waiting])).toBe("Waiting, 2 min");
  expect(tag([{ ...waiting, since: START - 1000 }])).toBe("Waiting");
  expect(tag([{ ...waiting, state: "present" }, person("davies", "teacher", "present")])).toBe("In the call");
  expect(tag([], true)).toBe("Done");
  expect(currentTag([{ state: "present" }], true, englishWords).words).toBe("With you now");
  expect(currentTag([{ state: "waiting" }], false, englishWords).words).toBe("Waiting");
  expect(currentTag([{ state: "absent" }], true, englishWords).words).toBe("You are here");
});

test("each who waits is news once, under a key of its own", () => {
  const props = {
    evening: PROPS.evening,
    appointments: [{ id: "x", startsAt: START, guardian: { name: "Rachael Abbot", shortName: "Rachael Abbot" } }],
  } as unknown as CallProps;
  const news = waitingNews(
    props,
    rooms(["x", [person("r", "guardian", "waiting"), person("g", "guest", "waiting")]]),
    englishWords,
  );
  expect(news.map(({ words }) => words)).toEqual([
    "Rachael Abbot is waiting for 16:00",
    "Rachael Abbot’s guest is waiting for 16:00",
  ]);
  expect(new Set(news.map(({ key }) => key)).size).toBe(2);
});

test("a family is offered no press for what comes by itself; a teacher, and whoever would miss it, is", () => {
  const [now, current] = [START, { endsAt: START + 5 * MINUTE }];
  const after = { startsAt: START + 5 * MINUTE };
  expect(mayGoTo(after, current, "guardian", now)).toBe(false);
  expect(mayGoTo(after, current, "guest", now)).toBe(false);
  expect(mayGoTo(after, current, "teacher", now)).toBe(true);
  expect(mayGoTo({ startsAt: START + 2 * MINUTE }, current, "guardian", now), "at the same time").toBe(true);
  expect(mayGoTo(after, undefined, "guardian", now)).toBe(true);
  expect(mayGoTo({ startsAt: START + 11 * MINUTE }, current, "teacher", now), "too early").toBe(false);
});
