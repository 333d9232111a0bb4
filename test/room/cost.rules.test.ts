import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PING_EVERY_MS } from "../../durable-objects/protocol.ts";
import { CLOSES, makeTicket, OPENS } from "../support/room/builders.ts";
import { World } from "../support/room/world.ts";

const SOURCES = new URL("../../durable-objects/", import.meta.url);
const SECOND = 1_000;
const WHO = ["abell", "rachael", "guest"];
/** A sweep at least every ten seconds and at most every fifteen: a session lapses on time (RM16), and no event moves a sweep. */
const MOST_ALARMS = 31;
/** Each joins, publishes once, and pulls (with an answer) as often as somebody new publishes. */
const MOST_MESSAGES = 3 + 3 + 2 * 3 * 2;

test("RM25 a five-minute appointment of three people wakes its room a bounded number of times", () => {
  const woke = { join: 0, request: 0, alarm: 0 };
  const world = new World(OPENS, ({ event }) => {
    if (event.type in woke) woke[event.type as keyof typeof woke] += 1;
  });
  for (const [at, who] of WHO.entries()) {
    enter(world, who, at);
    pass(world, 2 * SECOND);
  }
  pass(world, CLOSES - world.now);
  expect(world.state.place.phase).toBe("resting");
  const messages = woke.join + woke.request;
  console.log(`five minutes, three people: ${messages} joins and messages, ${woke.alarm} alarms`);
  expect(messages).toBeLessThanOrEqual(MOST_MESSAGES);
  expect(woke.alarm).toBeLessThanOrEqual(MOST_ALARMS);
});

test("RM25 no file of the room sets a timer", () => {
  const files = readdirSync(SOURCES).filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(10);
  for (const name of files) {
    const code = readFileSync(new URL(name, SOURCES), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(code, name).not.toMatch(/setTimeout|setInterval|AbortSignal\.timeout|scheduler\.wait/);
  }
});

/** Joins and publishes, and everyone pulls what the others have. */
function enter(world: World, who: string, at: number): void {
  world.send({ type: "join", sessionId: who, ticket: makeTicket(who, world.now) });
  world.ping(who);
  const tracks = [{ kind: "audio" as const, mid: "0" }];
  world.send({ type: "request", sessionId: who, request: { type: "publish", id: 1, sdp: "v=0", tracks } });
  answerAll(world);
  const { place } = world.state;
  const seats = place.phase === "live" ? place.seats : [];
  for (const { participantId, media } of seats) {
    const known = new Set(media?.pulled.map(({ trackId }) => trackId));
    const others = seats.filter((other) => other.participantId !== participantId);
    const trackIds = others.flatMap((other) => other.media?.published ?? []).map(({ trackId }) => trackId);
    const wanted = trackIds.filter((trackId) => !known.has(trackId));
    if (wanted.length === 0) continue;
    const ask = { type: "pull", id: 10 + at, trackIds: wanted } as const;
    world.send({ type: "request", sessionId: participantId, request: { ...ask, trackIds: [...wanted] } });
    answerAll(world);
    world.send({ type: "request", sessionId: participantId, request: { type: "answer", id: 20 + at, sdp: "v=0" } });
    answerAll(world);
  }
}

function answerAll(world: World): void {
  while (world.calls.length > 0) world.reply(0, "ok");
}

/** Time passes while everyone's page pings, each at its own moment; the platform answers without an event. */
function pass(world: World, ms: number): void {
  for (let end = world.now + ms; world.now < end; ) {
    world.wait(SECOND);
    for (const [at, who] of WHO.entries()) {
      if (world.sessionOf(who) === who && (world.now / SECOND + at) % (PING_EVERY_MS / SECOND) === 0) world.ping(who);
    }
  }
}
