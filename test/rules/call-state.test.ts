import { describe, expect, it } from "vitest";
import { ENDINGS, type EndReason, type RoomView } from "../../durable-objects/protocol.ts";
import type { CallEvent, Context, Step } from "../../web/islands/call/call-events.ts";
import { BEGINNING, type Call, currentOrNext, nextDeadline } from "../../web/islands/call/call-state.ts";
import { step } from "../../web/islands/call/call-step.ts";
import type { CallAppointment } from "../../web/pages/call-props.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 16, 0);

function appointment(id: string, minute: number, over: Partial<CallAppointment> = {}): CallAppointment {
  const startsAt = START + minute * MINUTE;
  const endsAt = startsAt + 5 * MINUTE;
  return {
    id,
    startsAt,
    endsAt,
    overrunUntil: endsAt,
    teachers: [],
    student: "Sophie Aaron",
    subject: "Science",
    state: "booked",
    ...over,
  };
}

const APPOINTMENTS = [appointment("a1", 0), appointment("a2", 5), appointment("a5", 40)];

function room(): RoomView {
  return { opensAt: START, closesAt: START + 5 * MINUTE, overrunUntil: START + 5 * MINUTE, people: [], line: [] };
}

function play(call: Call, events: ((call: Call) => CallEvent)[], now = START + MINUTE, isGuest = false): Step {
  let last: Step = { call, effects: [] };
  for (const event of events) last = step(last.call, event(last.call), context(now, isGuest));
  return last;
}

function context(now: number, isGuest = false, isRenewed = false): Context {
  return { now, appointments: APPOINTMENTS, chance: 0.5, isGuest, isRenewed };
}

const press = (appointmentId: string) => (): CallEvent => ({ type: "press", appointmentId });
const passed = (call: Call): CallEvent => ({ type: "passed", attempt: call.attempt });
const admitted = (call: Call): CallEvent => ({
  type: "message",
  attempt: call.attempt,
  message: { type: "admitted", chat: [], participantId: "p1", sessionId: "s1", now: START, room: room() },
});
const inQueue = (call: Call): CallEvent => ({
  type: "message",
  attempt: call.attempt,
  message: {
    type: "waiting",
    participantId: "p1",
    sessionId: "s1",
    now: START,
    reason: "full",
    place: 1,
    room: room(),
  },
});
const closed =
  (code: number) =>
  (call: Call): CallEvent => ({ type: "closed", attempt: call.attempt, code });
const due = (): CallEvent => ({ type: "due" });

function inCall(appointmentId = "a1"): Call {
  return play(BEGINNING, [press(appointmentId), passed, admitted]).call;
}

function asksFor(step: Step): unknown[] {
  return step.effects.filter((effect) => effect.do === "ask-pass");
}

describe("joining", () => {
  it("a press asks for a pass as a press, and opens the socket with it", () => {
    const pressed = play(BEGINNING, [press("a1")]);
    expect(asksFor(pressed)).toEqual([{ do: "ask-pass", appointmentId: "a1", attempt: 1, press: true }]);
    expect(play(pressed.call, [passed]).effects).toEqual([{ do: "open-socket", appointmentId: "a1", attempt: 1 }]);
  });

  it("nothing but a press leads out of ready", () => {
    for (const event of [due, closed(4003), passed, admitted, (): CallEvent => ({ type: "woke" })]) {
      expect(play(BEGINNING, [event]).call.state.name).toBe("ready");
    }
  });

  it("a press more than ten minutes early takes its epoch and waits until ten minutes before", () => {
    const early = play(BEGINNING, [press("a5"), passed], START);
    expect(early.call.state).toMatchObject({ name: "between", goAt: START + 30 * MINUTE });
    const gone = step(early.call, due(), context(START + 30 * MINUTE));
    expect(asksFor(gone)).toMatchObject([{ appointmentId: "a5", press: false }]);
  });

  it("a press that reached nobody is still a press when it is tried again", () => {
    const refused = play(BEGINNING, [
      press("a1"),
      (call) => ({ type: "refused", attempt: call.attempt, status: 0, error: "", words: "" }),
    ]);
    const again = play(refused.call, [due], START + 5 * MINUTE);
    expect(asksFor(again)).toMatchObject([{ press: true }]);
  });

  it("once it has its epoch a page never presses by itself", () => {
    const dropped = play(BEGINNING, [press("a1"), passed, closed(1006)]);
    expect(asksFor(play(dropped.call, [due], START + 5 * MINUTE))).toMatchObject([{ press: false }]);
  });

  it("waits in the queue with its position, and goes in without a press", () => {
    const line = play(BEGINNING, [press("a1"), passed, inQueue]);
    expect(line.call.state).toMatchObject({ name: "waiting", reason: "full", position: 1 });
    expect(play(line.call, [admitted]).call.state.name).toBe("in-call");
  });
});

/** Closes by the transport. */
const TRANSPORT_CODES = [1001, 1005, 1006, 1011, 1012, 1013];

describe("endings", () => {
  it.each(TRANSPORT_CODES)("transport code %i: comes back by itself, with its own epoch, after a moment", (code) => {
    const dropped = play(inCall(), [closed(code)]);
    expect(dropped.call.state.name).toBe("reconnecting");
    const retryAt = nextDeadline(dropped.call.state) ?? 0;
    expect(retryAt).toBeGreaterThan(START + MINUTE);
    expect(asksFor(step(dropped.call, due(), context(retryAt)))).toMatchObject([{ press: false }]);
  });

  it.each(Object.keys(ENDINGS) as EndReason[])("%s: does what its row of the table says", (reason) => {
    const expected = {
      never: "ended",
      press: "ended",
      auto: "reconnecting",
      next: "joining",
      early: "between",
      moved: "ended",
      reload: "reconnecting",
    };
    const wanted = reason === "cancelled" || reason === "removed" ? "joining" : expected[ENDINGS[reason].retry];
    expect(play(inCall(), [closed(ENDINGS[reason].code)]).call.state.name).toBe(wanted);
  });

  it("a page that is too old loads itself again, once: the second time it says so, and lets devices and seat go", () => {
    const again = play(inCall(), [closed(4426)]);
    expect(again.effects).toEqual([{ do: "renew" }]);
    expect(nextDeadline(again.call.state)).toBeNull();
    const joining = play(BEGINNING, [press("a1"), passed]).call;
    expect(play(joining, [closed(4426)])).toEqual({ call: joining, effects: [{ do: "renew" }] });
    const twice = step(joining, closed(4426)(joining), context(START + MINUTE, false, true));
    expect(twice.call.state).toMatchObject({ name: "ended", why: "page_outdated" });
    expect(twice.effects.map(({ do: what }) => what)).toEqual(["close-socket", "stop-devices"]);
  });

  it("superseded is final: neither time nor waking takes the seat back, a press does", () => {
    const out = play(inCall(), [closed(4001)]);
    expect(out.effects).toContainEqual({ do: "stop-devices" });
    expect(play(out.call, [due, (): CallEvent => ({ type: "woke" })], START + 9 * MINUTE).call).toEqual(out.call);
    expect(asksFor(play(out.call, [press("a1")]))).toMatchObject([{ press: true }]);
  });

  it("at the end of an appointment it moves on to the next with its own epoch", () => {
    const moved = play(inCall(), [closed(4003)], START + 5 * MINUTE);
    expect(moved.call.state).toMatchObject({ name: "joining", appointmentId: "a2", lastEnding: "room_closed" });
    expect(asksFor(moved)).toMatchObject([{ appointmentId: "a2", press: false }]);
    expect(moved.effects).not.toContainEqual({ do: "stop-devices" });
  });

  it("does not go back into what the teacher has ended", () => {
    const over = play(inCall("a2"), [closed(4009)], START + 6 * MINUTE);
    expect(over.call.state).toMatchObject({ name: "between", appointmentId: "a5" });
    expect(over.call.done).toEqual(["a2"]);
  });

  it("after the last appointment it is finished and lets the camera go", () => {
    const over = play(inCall("a5"), [closed(4003)], START + 45 * MINUTE);
    expect(over.call.state).toMatchObject({ name: "ended", why: "finished" });
    expect(over.effects).toContainEqual({ do: "stop-devices" });
  });

  it("moved: the page loads itself again", () => {
    expect(play(inCall(), [closed(4008)]).effects).toContainEqual({ do: "reload" });
  });

  it("leaving says farewell and is final", () => {
    const left = play(inCall(), [(): CallEvent => ({ type: "leave" })]);
    expect(left.effects).toContainEqual({ do: "close-socket", farewell: true });
    expect(left.call.state).toMatchObject({ name: "ended", why: "left" });
  });

  it.each([
    [401, "", "signed_out"],
    [403, "", "refused"],
    [410, "withdrawn", "removed"],
  ])("a pass refused with %i %s ends as %s", (status, error, why) => {
    const over = play(BEGINNING, [
      press("a1"),
      (call) => ({ type: "refused", attempt: call.attempt, status, error, words: "" }),
    ]);
    expect(over.call.state).toMatchObject({ name: "ended", why });
  });
});

describe("taken off an appointment", () => {
  const refused = (call: Call): CallEvent => ({ ...{ type: "refused", attempt: call.attempt }, ...GONE });
  const GONE = { status: 404, error: "", words: "" };

  it("goes on to the next, told by the room or by the door, and says why", () => {
    for (const out of [play(inCall(), [closed(4006)]), play(BEGINNING, [press("a1"), refused])]) {
      expect(out.call.state).toMatchObject({ name: "joining", appointmentId: "a2", lastEnding: "removed" });
      expect(out.call.done).toEqual(["a1"]);
    }
  });

  it("says so where it was the last", () => {
    const over = play(inCall("a5"), [closed(4006)], START + 40 * MINUTE);
    expect(over.call.state).toMatchObject({ name: "ended", why: "removed" });
  });

  it("is a guest's whole invitation taken back: there is no next", () => {
    for (const [events, why] of [
      [[press("a1"), passed, admitted, closed(4006)], "removed"],
      [[press("a1"), refused], "refused"],
    ] as const)
      expect(play(BEGINNING, [...events], START, true).call.state).toMatchObject({ name: "ended", why });
  });
});

describe("a reload", () => {
  it("comes back with its own epoch, and never as a press", () => {
    const back = play(BEGINNING, [(): CallEvent => ({ type: "resume", appointmentId: "a1" })]);
    expect(asksFor(back)).toMatchObject([{ appointmentId: "a1", press: false }]);
    expect(asksFor(play(play(back.call, [closed(1006)]).call, [due], START + 5 * MINUTE))).toMatchObject([
      { press: false },
    ]);
  });
});

describe("older connections", () => {
  it("what a dropped connection still says is not heard", () => {
    const call = inCall();
    const late: CallEvent = { type: "closed", attempt: call.attempt - 1, code: 4001 };
    expect(play(call, [() => late]).call).toEqual(call);
  });
});

describe("which appointment", () => {
  it("joins the one that runs, else the next, and none when all are over", () => {
    expect(currentOrNext(APPOINTMENTS, [], START + MINUTE)?.id).toBe("a1");
    expect(currentOrNext(APPOINTMENTS, [], START + 5 * MINUTE)?.id).toBe("a2");
    expect(currentOrNext(APPOINTMENTS, ["a2"], START + 5 * MINUTE)?.id).toBe("a5");
    expect(currentOrNext(APPOINTMENTS, [], START + 60 * MINUTE)).toBeUndefined();
    expect(currentOrNext([appointment("x", 0, { state: "cancelled" })], [], START)).toBeUndefined();
  });
});
