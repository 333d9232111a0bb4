import { expect, test } from "vitest";
import type { Presence } from "../../durable-objects/board-protocol.ts";
import type { ParticipantState, RoomView } from "../../durable-objects/protocol.ts";
import { type OrderParts, runningOrder } from "../../web/islands/call/running-order.ts";
import type { CallAppointment } from "../../web/pages/call-props.ts";
import type { OwnMarks } from "../../web/pages/own-marks.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const MINUTE = 60_000;
const START = Date.UTC(2027, 0, 12, 16);
const NO_MARKS: OwnMarks = { note: "", savedAt: null, absent: false, lateMinutes: 0, guestOut: false };

const appointment = (id: string, minute: number, over: Partial<CallAppointment> = {}): CallAppointment => ({
  ...{ id, startsAt: START + minute * MINUTE, endsAt: START + (minute + 5) * MINUTE, teachers: [] },
  ...{ overrunUntil: START + (minute + 5) * MINUTE, student: "Sophie Aaron", subject: "Science", state: "booked" },
  ...over,
});
const EVENING = [appointment("first", 0), appointment("second", 5), appointment("third", 30)];

function order(over: Partial<OrderParts>) {
  const at = START + 6 * MINUTE;
  const parts = { appointments: EVENING, appointment: EVENING[1], room: null, seated: true, done: [], me: "me" };
  return runningOrder({ ...parts, role: "guardian", staff: undefined, at, t: englishWords, ...over });
}

const inRoom = (state: ParticipantState): RoomView => ({
  ...{ opensAt: START, closesAt: START, overrunUntil: START, line: [] },
  people: [{ participantId: "david", role: "guardian", name: "David Aaron", state, tracks: [] }],
});

test("what is over, what is now and what comes follow from the call and the clock", () => {
  expect(order({}).map(({ phase }) => phase)).toEqual(["over", "now", "coming"]);
  expect(order({ done: ["third"] }).map(({ phase }) => phase)).toEqual(["over", "now", "over"]);
  expect(order({ at: START }).map(({ phase }) => phase)).toEqual(["coming", "now", "coming"]);
});

test("a family is offered no button to what it will be taken to by itself; a teacher is, from ten minutes before", () => {
  const at = START + 21 * MINUTE;
  const goes = (over: Partial<OrderParts>) => order({ at, ...over }).filter(({ mayGo }) => mayGo);
  expect(goes({})).toEqual([]);
  const staff = { rooms: null, marksOf: () => NO_MARKS };
  expect(goes({ role: "teacher", staff }).map((entry) => entry.appointment.id)).toEqual(["third"]);
  expect(goes({ role: "teacher", staff, at: START + 19 * MINUTE })).toEqual([]);
  const gone = EVENING.map((one) => ({ ...one, state: "cancelled" as const }));
  expect(goes({ role: "teacher", staff, appointments: gone })).toEqual([]);
});

test("nothing is said of the families to come until the board has answered", () => {
  const tags = (rooms: ReadonlyMap<string, Presence> | null) =>
    order({ role: "teacher", staff: { rooms, marksOf: () => NO_MARKS } }).map(({ tag }) => tag?.words ?? null);
  expect(tags(null)[2]).toBeNull();
  expect(tags(new Map())[2]).toBe("Not here yet");
});

test("a family that was marked as absent and comes after all is no longer called so", () => {
  const staff = { rooms: null, marksOf: () => ({ ...NO_MARKS, absent: true }) };
  const now = (state: ParticipantState) => order({ role: "teacher", staff, room: inRoom(state) })[1]?.tag?.words;
  expect(now("absent")).toBe("Absent");
  expect(now("waiting")).toBe("Waiting");
  expect(now("present")).toBe("With you now");
});

test("that an appointment is cancelled is said before anything else", () => {
  const appointments = EVENING.map((one) => ({ ...one, state: "cancelled" as const, lateMinutes: 10 }));
  expect(order({ appointments }).map(({ tag }) => tag?.words)).toEqual(["Cancelled", "Cancelled", "Cancelled"]);
});
