import { expect, test } from "vitest";
import { roomNow } from "../../web/islands/call/room-now.ts";
import type { CallProps } from "../../web/pages/call-props.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const START = Date.UTC(2027, 0, 12, 16);
const teacher = { name: "Mrs Anita Abell", shortName: "Mrs Abell" };
const science = {
  ...{ id: "science", startsAt: START, endsAt: START + 300_000, overrunUntil: START + 300_000, teachers: [teacher] },
  ...{ student: "Sophie Aaron", subject: "Science", state: "booked" as const },
};

function show(role: CallProps["role"], appointments: CallProps["appointments"]) {
  const props: CallProps = {
    ...{ role, me: { participantId: "me", name: "Mrs Anita Abell" }, school: "Green Abbey" },
    ...{ evening: { id: "evening", name: "Progress Meeting", zone: "Europe/London" }, now: START, appointments },
    ...{ ending: "on-time", note: "", leaveUrl: "/", recordsUrl: "/", checkUrl: "/" },
  };
  return roomNow({
    state: { name: "joining", appointmentId: "science", press: true, tries: 0, retryAt: null, lastEnding: null },
    ...{ props, me: "me", done: [], nameOf: (name) => name, now: START + 60_000, t: englishWords },
  });
}

test("before the room answers, the title and the time left come from the page's own list", () => {
  const { title, timer } = show("guardian", [science]);
  expect(title).toBe("Mrs Anita Abell · Science · Sophie Aaron");
  expect(timer).toMatchObject({ value: 240_000, max: 300_000 });
  expect(show("teacher", [science]).title).toBe("Progress Meeting · Mrs Anita Abell");
});

test("an appointment that has left the list meanwhile leaves the evening's name and a bar without words", () => {
  const { title, timer } = show("guardian", []);
  expect(title).toBe("Progress Meeting");
  expect(timer).toEqual({ tone: "none", words: "", hint: "", value: 0, max: 1 });
});
