import { expect, test } from "vitest";
import type { RoomView } from "../../durable-objects/protocol.ts";
import type { CallState } from "../../web/islands/call/call-state.ts";
import { roomNow } from "../../web/islands/call/room-now.ts";
import type { CallProps } from "../../web/pages/call-props.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const START = Date.UTC(2026, 10, 23, 16, 0);
const props = (role: "guardian" | "teacher"): CallProps => ({
  ...{ role, me: { participantId: "me", name: "David Aaron" }, school: "Green Abbey", now: START, ending: "on-time" },
  ...{ note: "", leaveUrl: "/", recordsUrl: "/records", checkUrl: "/check" },
  evening: { id: "e1", name: "Progress Meeting", zone: "UTC" },
  appointments: [
    {
      ...{ id: "a1", startsAt: START, endsAt: START + 300_000, overrunUntil: START + 300_000, state: "booked" },
      ...{ student: "Sophie Aaron", subject: "Science", lateMinutes: 10 },
      teachers: [{ name: "Mrs Anita Abell", shortName: "Mrs Abell" }],
    },
  ],
});
const room = (lateMinutes?: number): RoomView => ({
  ...{ opensAt: START, closesAt: START + 300_000, overrunUntil: START + 300_000, line: [] },
  ...(lateMinutes !== undefined && { lateMinutes }),
  people: [{ participantId: "abell", role: "teacher", name: "Mrs Anita Abell", state: "absent", tracks: [] }],
});
const noticeIn = (
  state: Exclude<CallState, { name: "ready" | "ended" }>,
  role: "guardian" | "teacher" = "guardian",
) => {
  const known = { me: "me", done: [], nameOf: () => "Mrs Abell", now: START, t: englishWords };
  return roomNow({ ...known, state, props: props(role) }).notice?.strong;
};

test("that the teacher is late is told between appointments by the records, and in the room by what the room says", () => {
  const between = { name: "between", appointmentId: "a1", goAt: START, lastEnding: null } as const;
  expect(noticeIn(between)).toBe("Mrs Abell is running about 10 minutes late.");
  expect(noticeIn(between, "teacher")).toBeUndefined();
  const waiting = (lateMinutes?: number) =>
    ({
      name: "waiting",
      appointmentId: "a1",
      reason: "not_open",
      position: 1,
      room: room(lateMinutes),
      lastEnding: null,
    }) as const;
  expect(noticeIn(waiting(5))).toBe("Mrs Abell is running about 5 minutes late.");
  // The room is told at once that she is not late any more; the records may have been read before.
  expect(noticeIn(waiting())).toBeUndefined();
});
