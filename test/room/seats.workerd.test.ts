import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import type { LogLine } from "../../durable-objects/log.ts";
import type { RoomView } from "../../durable-objects/protocol.ts";
import { eventually } from "../support/eventually.ts";
import { OPENS, without } from "../support/room/builders.ts";
import {
  join,
  MINUTE,
  makeRoom,
  makeRoomInRealTime,
  offer,
  open,
  pass,
  type Room,
  seal,
  type TestRoom,
} from "../support/room/pages.ts";

/** The time in a fresh room. */
const NOW = OPENS + MINUTE;
const FOUR = ["abell", "davies", "atkinson", "rachael"];

test("RM1 RM7 the fifth waits in a full room and is let in when somebody leaves", async () => {
  const room = makeRoom();
  const [first] = await Promise.all(FOUR.map((who) => join(room, who)));
  const guest = await join(room, "guest");
  expect(await guest.hears("waiting")).toMatchObject({ reason: "full", place: 1 });
  first?.say({ type: "leave" });
  expect(await first?.ends()).toEqual({ code: 1000, reason: "left" });
  expect((await guest.hears("admitted")).participantId).toBe("guest");
});

test("RM1 RM2 a hundred joins at once by five people seat four and let one wait", async () => {
  const room = makeRoom();
  const people = [...FOUR, "guest"];
  const pages = await Promise.all(Array.from({ length: 100 }, (_, at) => join(room, people[at % 5] ?? "")));
  const states = (await room.stub.look())?.people.map(({ state }) => state);
  expect(states?.filter((state) => state === "present")).toHaveLength(4);
  expect(states?.filter((state) => state === "waiting")).toHaveLength(1);
  await eventually(() => expect(pages.filter(({ ended }) => ended === null)).toHaveLength(5));
  for (const { ended } of pages) if (ended) expect(ended).toEqual({ code: 4001, reason: "superseded" });
});

test("RM3 RM4 a press takes the own seat over in a full room; the older page is refused when it comes back", async () => {
  const room = makeRoom();
  const [first] = await Promise.all(FOUR.map((who) => join(room, who, { epoch: 1000 })));
  const second = await join(room, "abell", { epoch: 2000 });
  await second.hears("admitted");
  expect(await first?.ends()).toEqual({ code: 4001, reason: "superseded" });
  const back = await join(room, "abell", { epoch: 1000 });
  expect((await back.ends()).code).toBe(4001);
  expect(second.ended).toBeNull();
});

test("RM5 RM6 a dropped line holds the seat, and the same page gets it back", async () => {
  const room = makeRoom();
  const page = await join(room, "rachael", { epoch: 7 });
  const other = await join(room, "abell");
  page.socket.close(1001, "going away");
  await other.hears("room", ({ room: view }) => stateOf(view, "rachael") === "held");
  const again = await join(room, "rachael", { epoch: 7 });
  await again.hears("admitted");
  await other.hears("room", ({ room: view }) => stateOf(view, "rachael") === "present");
});

test("RM5 the room answers a close in kind", async () => {
  const room = makeRoom();
  const page = await join(room, "rachael");
  page.socket.close(1000, "bye");
  expect((await page.ends()).code).toBe(1000);
});

test("RM22 seats, queue and sockets survive eviction between any two events", async () => {
  const room = makeRoom();
  const pages = [];
  for (const who of FOUR) {
    pages.push(await join(room, who));
    await evictDurableObject(room.stub);
  }
  const guest = await join(room, "guest");
  await guest.hears("waiting");
  await evictDurableObject(room.stub);
  pages[1]?.say({ type: "leave" });
  await guest.hears("admitted");
  await evictDurableObject(room.stub);
  const second = await join(room, "abell");
  await second.hears("admitted");
  expect((await pages[0]?.ends())?.code).toBe(4001);
  expect((await room.stub.look())?.people.map(({ state }) => state)).toEqual([
    "present",
    "absent",
    "present",
    "present",
    "present",
  ]);
});

test("RM9 people wait from ten minutes before, are let in at the opening, and are refused earlier", async () => {
  const room = makeRoom({ opensAt: NOW + 9 * MINUTE, closesAt: NOW + 14 * MINUTE, overrunUntil: NOW + 14 * MINUTE });
  const page = await join(room, "rachael");
  expect(await page.hears("waiting")).toMatchObject({ reason: "not_open", place: 1 });
  await pass(room, 9 * MINUTE - 1, [page]);
  expect(page.heard.map(({ type }) => type)).not.toContain("admitted");
  await pass(room, 1, [page]);
  await page.hears("admitted");
  const early = makeRoom({ opensAt: NOW + 11 * MINUTE, overrunUntil: NOW + 16 * MINUTE });
  expect(await (await join(early, "rachael")).ends()).toEqual({ code: 4004, reason: "room_not_open" });
});

test("RM9 RM21 the clock ends everyone; the empty room has no alarm and keeps its facts' version alone", async () => {
  const room = makeRoom({ version: 6 });
  const page = await join(room, "rachael");
  await page.hears("admitted");
  await pass(room, 4 * MINUTE, [page]);
  expect(await page.ends()).toEqual({ code: 4003, reason: "room_closed" });
  expect(room.ports.alarmAt).toBeNull();
  const place = { phase: "resting", version: 6, endedOpensAt: null };
  expect(await storedIn(room)).toEqual({ version: 1, place, tickets: {}, requests: [], closing: [] });
  expect(await (await join(room, "abell")).ends()).toEqual({ code: 4003, reason: "room_closed" });
  expect(await room.stub.look()).toBeNull();
});

test("RM21 in real time: the platform's alarm ends everyone, and is gone with them", async () => {
  // Time enough to come in on a slow machine.
  const now = Date.now();
  const room = makeRoomInRealTime({ overrunUntil: now + 1_500 });
  const page = await join(room, "rachael", { expiresAt: now + 1_600 });
  await page.hears("admitted");
  expect(await page.ends()).toEqual({ code: 4003, reason: "room_closed" });
  expect(Date.now()).toBeGreaterThanOrEqual(now + 1_500);
  await eventually(async () => expect(await alarmOf(room)).toBeNull());
});

test("RM9 past its planned end a call that may run on goes on by itself, and takes people in, until its last moment", async () => {
  const room = makeRoom({ closesAt: NOW + MINUTE, overrunUntil: NOW + 3 * MINUTE });
  const page = await join(room, "rachael");
  await page.hears("admitted");
  await pass(room, 2 * MINUTE, [page]);
  const teacher = await join(room, "abell");
  await teacher.hears("admitted");
  await pass(room, MINUTE - 1, [page, teacher]);
  expect(page.ended).toBeNull();
  await pass(room, 1, [page, teacher]);
  expect(await page.ends()).toEqual({ code: 4003, reason: "room_closed" });
});

test("RM10 RM11 a removal ends the guest's session within the call, outlives an older ticket, and can be undone", async () => {
  const room = makeRoom();
  const guest = await join(room, "guest");
  const sealed = await seal(room, "guest");
  await guest.hears("admitted");
  expect(await room.stub.notify({ ...room.facts, version: 2, people: without("guest") })).toEqual({ version: 2 });
  expect(await guest.ends()).toEqual({ code: 4006, reason: "removed" });
  expect(await (await open(room, sealed)).ends()).toEqual({ code: 4006, reason: "removed" });
  expect(await room.stub.notify(room.facts)).toEqual({ version: 2 });
  await (await join(room, "guest", { facts: { ...room.facts, version: 3 } })).hears("admitted");
});

test("RM10 facts reach a room that nobody has opened, and a join with older ones loses", async () => {
  const room = makeRoom();
  await room.stub.notify({ ...room.facts, version: 5, people: without("guest") });
  expect((await (await join(room, "guest")).ends()).reason).toBe("removed");
});

test("RM12 cancelled and moved appointments say so to everyone in them", async () => {
  for (const [changes, reason] of [
    [{ state: "cancelled" }, "cancelled"],
    [{ opensAt: NOW + 60 * MINUTE, overrunUntil: NOW + 65 * MINUTE }, "moved"],
  ] as const) {
    const room = makeRoom();
    const pages = await Promise.all(["abell", "guest"].map((who) => join(room, who)));
    await room.stub.notify({ ...room.facts, version: 2, ...changes });
    for (const page of pages) expect((await page.ends()).reason).toBe(reason);
  }
});

test("RM13 a teacher ends the appointment for everyone; nobody else can", async () => {
  const room = makeRoom();
  const [teacher, guardian, guest] = [
    await join(room, "abell"),
    await join(room, "rachael"),
    await join(room, "guest"),
  ];
  guest.say({ type: "end" });
  expect((await guest.ends()).code).toBe(4400);
  teacher.say({ type: "end" });
  expect((await guardian.ends()).code).toBe(4009);
  expect((await teacher.ends()).code).toBe(4009);
  expect((await (await join(room, "rachael")).ends()).code).toBe(4009);
});

test("RM14 a ticket is single use, and one that is forged, expired or another room's opens nothing", async () => {
  const room = makeRoom();
  const sealed = await seal(room, "rachael");
  const page = await open(room, sealed);
  await page.hears("admitted");
  const bad = [
    sealed,
    sealed.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    await seal(room, "abell", { expiresAt: room.now() - 1 }),
    await seal(room, "abell", { roomId: "another" }),
    "nonsense",
  ];
  for (const ticket of bad)
    expect(await (await open(room, ticket)).ends()).toEqual({ code: 4401, reason: "bad_ticket" });
  expect(page.ended).toBeNull();
});

test("RM14 a room that only ever saw bad tickets stores nothing", async () => {
  const room = makeRoom();
  await (await open(room, "nonsense")).ends();
  expect(await runInDurableObject(room.stub, (_, { storage }) => [...storage.kv.list()])).toEqual([]);
});

test("RM16 a session that never pings lapses, one that pings stays, and the sweep is not postponed", async () => {
  const room = makeRoom();
  const [silent, alive] = [await join(room, "rachael"), await join(room, "abell")];
  expect(room.ports.alarmAt).toBe(NOW + 15_000);
  await pass(room, 5_000);
  const guest = await join(room, "guest");
  await guest.hears("admitted");
  expect(room.ports.alarmAt).toBe(NOW + 15_000);
  await pass(room, 10_000, [alive, guest]);
  expect((await silent.ends()).reason).toBe("timed_out");
  expect(alive.ended).toBeNull();
  await pass(room, 20_000 - 1, [alive, guest]);
  expect(stateOf(await room.stub.look(), "rachael")).toBe("held");
  await pass(room, 1, [alive, guest]);
  expect(stateOf(await room.stub.look(), "rachael")).toBe("absent");
});

test("RM16 in real time: a page that falls silent lapses 15 s after its last ping, and one that goes on pinging stays", async () => {
  const room = makeRoomInRealTime();
  // The one who stays came first: without its pings it would be the first to lapse.
  const [alive, silent] = [await join(room, "abell"), await join(room, "rachael")];
  await silent.hears("admitted");
  const pinged = Date.now();
  silent.socket.send("ping");
  const beats = setInterval(() => alive.socket.send("ping"), 2_000);
  try {
    const { reason } = await silent.ends();
    expect(reason).toBe("timed_out");
    expect(Date.now() - pinged).toBeGreaterThanOrEqual(15_000);
    expect(alive.ended).toBeNull();
    expect(stateOf(await room.stub.look(), "abell")).toBe("present");
  } finally {
    clearInterval(beats);
  }
});

test("RM24 what the room does not understand is ignored and logged, and a request among it is answered as failed", async () => {
  const room = makeRoom();
  const [page, other] = [await join(room, "guest"), await join(room, "abell")];
  await page.hears("room");
  const before = await storedIn(room);
  const bad: [data: string | ArrayBuffer, problem: string, messageType: string | null][] = [
    ["{", "no_json", null],
    ["[]", "no_object", null],
    ['{"type":"wave","to":"Mrs Abell"}', "unknown_type", "wave"],
    ['{"type":"Mrs Abell"}', "unknown_type", null],
    ['{"type":"publish","id":1,"sdp":"v=0","tracks":[]}', "bad_fields", "publish"],
    ['{"type":"wave","id":2}', "unknown_type", "wave"],
    [`"${"x".repeat(64_000)}"`, "too_long", null],
    [new ArrayBuffer(8), "binary", null],
  ];
  for (const [data] of bad) page.socket.send(data);
  for (const id of [1, 2])
    expect(await page.hears("failed", (reply) => reply.id === id)).toMatchObject({ code: "bad_request", retry: false });
  await eventually(() => expect(ignored(room)).toHaveLength(bad.length));
  expect(ignored(room).map(({ problem, messageType }) => [problem, messageType])).toEqual(
    bad.map(([, ...rest]) => rest),
  );
  expect(room.ports.logged("message_unknown")[0]).toEqual({
    ...{ level: "warn", event: "message_unknown", sessionId: page.sessionId },
    ...{ problem: "unknown_type", messageType: "wave", roomId: room.name },
  });
  expect(await storedIn(room)).toEqual(before);
  for (const { ended } of [page, other]) expect(ended).toBeNull();
});

test("RM24 a flood ends its sender alone, at the message after the sixtieth at once and the tenth in a second", async () => {
  const room = makeRoom();
  const [other, flooder] = [await join(room, "abell"), await join(room, "guest")];
  const send = (count: number) => {
    for (let sent = 0; sent < count; sent += 1) flooder.say({ type: "check", id: sent });
  };
  const answers = (count: number) =>
    eventually(() => expect(flooder.heard.filter(({ type }) => type === "failed")).toHaveLength(count));
  send(60);
  await answers(60);
  await pass(room, 1_000);
  send(10);
  await answers(70);
  expect(flooder.ended).toBeNull();
  flooder.socket.send("{");
  expect(await flooder.ends()).toEqual({ code: 4429, reason: "flooded" });
  expect(other.ended).toBeNull();
  expect(room.ports.logged("session_ended")).toMatchObject([{ reason: "flooded", sessionId: flooder.sessionId }]);
});

test("RM25 a beat is answered without the object, and the object sets no timers", async () => {
  const room = makeRoom();
  const timers = [vi.spyOn(globalThis, "setTimeout"), vi.spyOn(globalThis, "setInterval")];
  const page = await join(room, "abell");
  for (const timer of timers) expect(timer.mock.calls.filter(isOurs)).toEqual([]);
  vi.restoreAllMocks();
  const pong = new Promise((resolve) =>
    page.socket.addEventListener("message", ({ data }) => data === "pong" && resolve(data)),
  );
  page.socket.send("ping");
  expect(await pong).toBe("pong");
});

test("RM24 an ordinary request is told what this address is for", async () => {
  expect((await makeRoom().stub.fetch("https://room/socket")).status).toBe(426);
});

/** The test's own helpers wait by timers too. */
function isOurs(): boolean {
  return (new Error().stack ?? "").includes("durable-objects/");
}

function stateOf(view: RoomView | null, participantId: string) {
  return view?.people.find((person) => person.participantId === participantId)?.state;
}

function ignored({ ports }: TestRoom): LogLine[] {
  return ports.lines.filter(({ event }) => event === "message_unknown" || event === "message_unreadable");
}

function alarmOf(room: Room): Promise<number | null> {
  return runInDurableObject(room.stub, (_, { storage }) => storage.getAlarm());
}

test("RM21 a room that is told to forget has no alarm and stores nothing, and whoever is there hears that it is over", async () => {
  const room = makeRoomInRealTime();
  const page = await join(room, "rachael");
  await room.stub.forget();
  expect(await page.ends()).toEqual({ code: 4003, reason: "room_closed" });
  const left = await runInDurableObject(room.stub, async (_, { storage }) => {
    return { alarm: await storage.getAlarm(), stored: (await storage.list()).size };
  });
  expect(left).toEqual({ alarm: null, stored: 0 });
});

function storedIn(room: Room): Promise<unknown> {
  return runInDurableObject(room.stub, (_, { storage }) => JSON.parse(storage.kv.get<string>("room") ?? "null"));
}

test("RM32 a page of 494889b, which offers no version, is let in as ever", async () => {
  const room = makeRoom();
  const page = await offer(room, ["parlour", await seal(room, "rachael")], "parlour");
  expect((await page.hears("admitted")).participantId).toBe("rachael");
});

test("RM32 a page that speaks no version of the room's is told so, takes no seat, and its ticket and seat are untouched", async () => {
  const room = makeRoom();
  const sealed = await seal(room, "rachael", { epoch: 7 });
  const held = await join(room, "rachael", { epoch: 7 });
  const other = await join(room, "abell");
  await other.hears("admitted");
  held.socket.close(1001, "going away");
  await other.hears("room", ({ room: view }) => stateOf(view, "rachael") === "held");
  const outdated = await offer(room, ["parlour.v99", sealed], "parlour.v99");
  expect(await outdated.ends()).toEqual({ code: 4426, reason: "page_outdated" });
  expect(stateOf(await room.stub.look(), "rachael")).toBe("held");
  expect((await (await open(room, sealed)).hears("admitted")).participantId).toBe("rachael");
});
