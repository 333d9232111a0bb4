import fc from "fast-check";
import { expect, test } from "vitest";
import { readListener } from "../../durable-objects/board-listener.ts";
import { HOLD_MS } from "../../durable-objects/protocol.ts";
import { readState, writeState } from "../../durable-objects/stored-state.ts";
import { CLOSES, makeTicket, OPENS, PEOPLE } from "../support/room/builders.ts";
import { FIXTURES, type Fixture, type FixtureName } from "../support/room/fixtures.ts";
import { history, play } from "../support/room/histories.ts";
import { RULES } from "../support/room/rules.ts";
import { World } from "../support/room/world.ts";
import listener from "./fixtures/listener.json" with { type: "json" };

const NAMES = Object.keys(FIXTURES) as FixtureName[];

function open({ now, room, chat }: Fixture): World {
  const world = new World(now, (seen) => {
    for (const check of Object.values(RULES)) check(seen);
  });
  world.state = readState(room ? JSON.stringify(room) : undefined, chat ?? []);
  const { place } = world.state;
  world.endedOpensAt = place.phase === "resting" ? place.endedOpensAt : null;
  return world;
}

function liveIn(name: FixtureName) {
  const { place } = open(FIXTURES[name]).state;
  if (place.phase !== "live") throw new Error(`${name} is at rest`);
  return place;
}

test.each(NAMES)("RM22 a room that 494889b stored opens and goes on under every rule: %s", (name) => {
  const world = open(FIXTURES[name]);
  for (const { participantId } of PEOPLE) {
    const join = {
      type: "join",
      sessionId: `new-${participantId}`,
      ticket: makeTicket(participantId, world.now),
    } as const;
    world.send(join);
    world.wait(1_000);
    while (world.calls.length > 0) world.reply(0, "ok");
  }
  for (const { participantId } of PEOPLE)
    world.send({ type: "chat", sessionId: `new-${participantId}`, lineId: "9", words: "hello" });
  world.wait(CLOSES - world.now);
  world.wait(60_000);
  expect(world.state).toMatchObject({ place: { phase: "resting" }, tickets: {}, requests: [], closing: [] });
});

test("RM22 nothing of it is lost: seats, queue, chat, unanswered requests, media to close, what a teacher ended", () => {
  expect(open(FIXTURES.empty).state.place).toEqual({ phase: "resting", version: -1, endedOpensAt: null });
  expect(liveIn("told")).toMatchObject({ seats: [], queue: [], facts: { version: 3 } });
  const waiting = liveIn("waiting").queue.map(({ participantId, ahead, media }) => [
    participantId,
    ahead,
    media !== null,
  ]);
  expect(waiting).toEqual([
    ["abell", false, true],
    ["rachael", true, false],
  ]);
  const live = liveIn("live");
  expect(live.seats.map(({ participantId }) => participantId)).toEqual(["abell", "davies", "atkinson", "rachael"]);
  expect(live.queue.map(({ participantId }) => participantId)).toEqual(["guest"]);
  expect(live.chat.map(({ words }) => words)).toEqual(["Good evening", "Good evening to you"]);
  const held = liveIn("held").seats.find(({ participantId }) => participantId === "rachael");
  expect(held).toMatchObject({ connection: { state: "held", until: FIXTURES.held.now + HOLD_MS } });
  expect(open(FIXTURES.held).state.requests).toMatchObject([{ op: "open", asked: { sessionId: "davies", id: 7 } }]);
  expect(open(FIXTURES.closing).state.closing.map(({ stage, attempt }) => [stage, attempt])).toEqual([
    ["looking", 2],
    ["closing", 1],
  ]);
  expect(open(FIXTURES.ended).state.place).toEqual({ phase: "resting", version: 1, endedOpensAt: OPENS });
});

test.each(NAMES)("RM22 what is stored now 494889b can still read, should the deployment be taken back: %s", (name) => {
  const { room } = FIXTURES[name];
  if (room) expect(JSON.parse(writeState(open(FIXTURES[name]).state))).toEqual({ version: 1, ...room });
});

test("RM22 whatever a room has come to is read as it was written", () => {
  fc.assert(
    fc.property(history, (past) => {
      const { state } = play(past, () => {});
      const chat = state.place.phase === "live" ? state.place.chat : [];
      expect(readState(writeState(state), chat)).toEqual(state);
    }),
    { numRuns: 100 },
  );
});

test("a board's socket of 494889b is known again, one that says too little is not", () => {
  expect(readListener(listener)).toEqual({ teacherId: "abell", until: CLOSES });
  expect(readListener({ teacherId: null, until: 5, more: 1 })).toEqual({ teacherId: null, until: 5 });
  for (const bad of [null, "abell", {}, { teacherId: "abell" }, { teacherId: 1, until: 5 }, { until: 5 }])
    expect(readListener(bad)).toBeNull();
});
