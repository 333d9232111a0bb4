import { expect, test } from "vitest";
import { presenceAtRest, type Report, reportAfter } from "../../durable-objects/room-presence.ts";
import { CLOSES, makeFacts, makeTicket, OPENS, without } from "../support/room/builders.ts";
import { World } from "../support/room/world.ts";

/** A world that notes each report of its room, as the shell does. */
function watched(now = OPENS) {
  let report: Report | null = null;
  const told: Report[] = [];
  const world = new World(now, ({ after, now: at }) => {
    const next = reportAfter(report, after.place, "appointment", at);
    if (next && next !== report) told.push(next);
    report = next;
  });
  const join = (who: string) =>
    world.send({ type: "join", sessionId: who, ticket: makeTicket(who, world.now, { facts: makeFacts() }) });
  const last = () => told.at(-1)?.presence;
  const person = (who: string) => last()?.people.find(({ participantId }) => participantId === who);
  return { world, told, join, last, person };
}

test("RM30 a room tells what changed, and nothing else", () => {
  const { world, told, join, person } = watched();
  join("rachael");
  expect(told).toHaveLength(1);
  expect(person("rachael")).toMatchObject({ role: "guardian", state: "present", since: OPENS });
  expect(person("abell")).toMatchObject({ state: "absent", since: null });
  world.send({ type: "request", sessionId: "rachael", request: { type: "mute", trackId: "none", muted: true } });
  world.ping("rachael");
  world.wait(10_000);
  expect(told).toHaveLength(1);
});

test("RM30 since when somebody is here outlasts waiting, being let in, and a lost line", () => {
  const { world, join, person } = watched(OPENS - 60_000);
  join("rachael");
  expect(person("rachael")).toMatchObject({ state: "waiting", since: OPENS - 60_000 });
  for (let at = 0; at < 12; at += 1) {
    world.ping("rachael");
    world.wait(5_000);
  }
  expect(person("rachael")).toMatchObject({ state: "present", since: OPENS - 60_000 });
  world.send({ type: "disconnect", sessionId: "rachael" });
  expect(person("rachael")).toMatchObject({ state: "held", since: OPENS - 60_000 });
  world.wait(60_000);
  expect(person("rachael")?.state).toBe("absent");
  expect(person("rachael")?.since).toBeGreaterThan(OPENS);
});

test("RM30 reports are in order even where two come at one instant, and a room at rest says that nobody is left", () => {
  const { world, told, join, last } = watched();
  join("abell");
  join("rachael");
  world.send({ type: "end", sessionId: "abell" });
  const order = told.map(({ presence }) => presence.at);
  expect(order).toEqual([OPENS, OPENS + 1, OPENS + 2]);
  expect(told.at(-1)?.resting).toBe(true);
  expect(last()).toMatchObject({ ended: true });
  expect(last()?.people.every(({ state }) => state === "absent")).toBe(true);
  expect(presenceAtRest(world.state.place, "appointment", OPENS)).toMatchObject({ ended: true, people: [] });
});

test("RM30 whoever is removed is not in the next report; a room that nobody has entered tells nothing", () => {
  const { world, told, join, person } = watched();
  world.send({ type: "facts", facts: makeFacts() });
  expect(told).toHaveLength(0);
  join("guest");
  world.send({ type: "facts", facts: makeFacts({ version: 2, people: without("guest") }) });
  expect(person("guest")).toBeUndefined();
  world.wait(CLOSES - OPENS);
  expect(told.at(-1)).toMatchObject({ resting: true, presence: { ended: false } });
  expect(presenceAtRest(world.state.place, "appointment", world.now)).toBeNull();
});

test("RM30 facts from before there were boards name no evening: nothing is told until newer ones come", () => {
  const { world, told } = watched();
  const old = makeFacts({ eveningId: undefined as unknown as string });
  world.send({ type: "join", sessionId: "rachael", ticket: makeTicket("rachael", OPENS, { facts: old }) });
  expect(told).toHaveLength(0);
  world.send({ type: "facts", facts: makeFacts({ version: 2 }) });
  expect(told).toHaveLength(1);
});
