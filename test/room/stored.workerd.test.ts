import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { LISTENER_HEADER } from "../../durable-objects/board-protocol.ts";
import { eventually } from "../support/eventually.ts";
import { FIXTURES, type FixtureName } from "../support/room/fixtures.ts";
import { join, makeRoom, pass, type TestRoom } from "../support/room/pages.ts";

/** A room whose storage is as 494889b left it. */
async function roomFrom(name: FixtureName): Promise<TestRoom> {
  const { now, room: stored, chat, report } = FIXTURES[name];
  const room = makeRoom();
  room.ports.now = now + 1; // so that every press from now on is newer
  await runInDurableObject(room.stub, (_, { storage }) => {
    if (stored) storage.kv.put("room", JSON.stringify(stored));
    if (chat) storage.kv.put("chat", chat);
    if (report) storage.kv.put("report", report);
  });
  await evictDurableObject(room.stub);
  return room;
}

test("RM22 a call that began under 494889b goes on: seats are taken back, the chat is there, media is closed", async () => {
  const room = await roomFrom("live");
  const rachael = await join(room, "rachael");
  const { chat } = await rachael.hears("admitted");
  expect(chat.map(({ words }) => words)).toEqual(["Good evening", "Good evening to you"]);
  await eventually(() => expect(room.sfu.asked.length).toBeGreaterThan(0));
  rachael.say({ type: "chat", lineId: "2", words: "There you are" });
  await rachael.hears("chat");
  // The others never come back: their connections lapse, and then their holds; who waited has gone too.
  await pass(room, 40_000, [rachael]);
  expect((await room.stub.look())?.people.filter(({ state }) => state !== "absent")).toHaveLength(1);
});

test("RM18 what 494889b was closing is closed", async () => {
  const room = await roomFrom("closing");
  room.sfu.active.set("sfu-1-abell-1", new Set(["0", "1"]));
  await join(room, "davies");
  // The SFU's answer to the second try was lost: the third comes five seconds after that is known.
  await pass(room, 12_000);
  await eventually(() => expect([...(room.sfu.active.get("sfu-1-abell-1") ?? [])]).toEqual([]));
});

test("RM13 what a teacher ended under 494889b stays ended", async () => {
  const room = await roomFrom("ended");
  expect((await (await join(room, "rachael")).ends()).reason).toBe("ended_by_teacher");
  expect(room.ports.logged("ticket_refused")).toMatchObject([{ reason: "ended_by_teacher", participantId: "rachael" }]);
});

test("RM22 sockets that slept through the deployment wake with their seats", async () => {
  const room = makeRoom();
  const [page, other] = [await join(room, "rachael"), await join(room, "abell")];
  await other.hears("admitted");
  await runInDurableObject(room.stub, (_, { storage }) => {
    const { version: _version, ...unversioned } = JSON.parse(storage.kv.get<string>("room") ?? "{}");
    storage.kv.put("room", JSON.stringify(unversioned));
  });
  await evictDurableObject(room.stub);
  page.say({ type: "chat", lineId: "1", words: "Good evening" });
  expect((await other.hears("chat")).line).toMatchObject({ senderId: "rachael", words: "Good evening" });
});

test("a board asks a socket again that another version has accepted and that says too little", async () => {
  const board = env.BOARDS.getByName(crypto.randomUUID());
  const listener = { teacherId: null, until: Number.MAX_SAFE_INTEGER };
  const pass = encodeURIComponent(JSON.stringify({ listener, open: [] }));
  const open = async () => {
    const { webSocket } = await board.fetch("https://board/", {
      headers: { Upgrade: "websocket", [LISTENER_HEADER]: pass },
    });
    if (!webSocket) throw new Error("not upgraded");
    const seen = { types: [] as string[], closed: null as string | null };
    webSocket.addEventListener("message", ({ data }) => {
      seen.types.push(JSON.parse(data as string).type);
    });
    webSocket.addEventListener("close", ({ reason }) => {
      seen.closed = reason;
    });
    webSocket.accept();
    await eventually(() => expect(seen.types).toContain("picture"));
    return seen;
  };
  const odd = await open();
  await runInDurableObject(board, (_, ctx) => ctx.getWebSockets()[0]?.serializeAttachment({ who: "abell" }));
  const known = await open();
  await board.changed(["abell"]);
  await eventually(() => expect(known.types).toContain("records"));
  await eventually(() => expect(odd.closed).toBe("again"));
});
