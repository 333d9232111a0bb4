import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { MAX_CHAT_CHARACTERS } from "../../durable-objects/protocol.ts";
import { eventually } from "../support/eventually.ts";
import { join, makeRoom, type Room } from "../support/room/pages.ts";

const FOUR = ["abell", "davies", "atkinson", "rachael"];

test("RM26 a line reaches every seat and never the one who waits", async () => {
  const room = makeRoom();
  const pages = await Promise.all(FOUR.map((who) => join(room, who)));
  const guest = await join(room, "guest");
  await guest.hears("waiting");
  guest.say({ type: "chat", lineId: "1", words: "let me in" });
  pages[3]?.say({ type: "chat", lineId: "2", words: "  Good evening  " });
  for (const page of pages) {
    const { line } = await page.hears("chat");
    expect(line).toMatchObject({ senderId: "rachael", words: "Good evening" });
  }
  expect(guest.ended).toBeNull();
  expect(guest.heard.map(({ type }) => type)).not.toContain("chat");
  pages[0]?.say({ type: "leave" });
  expect((await guest.hears("admitted")).chat.map(({ words }) => words)).toEqual(["Good evening"]);
});

test("RM27 RM22 what was written survives eviction and a reload, and is gone from the storage with the last seat", async () => {
  const room = makeRoom();
  const first = await join(room, "abell", { epoch: 5 });
  first.say({ type: "chat", lineId: "3", words: "one" });
  await first.hears("chat");
  await evictDurableObject(room.stub);
  const again = await join(room, "abell", { epoch: 5 });
  expect((await again.hears("admitted")).chat.map(({ words }) => words)).toEqual(["one"]);
  again.say({ type: "chat", lineId: "4", words: "two" });
  await again.hears("chat");
  expect(await keysOf(room)).toEqual(["chat", "room"]);
  again.say({ type: "leave" });
  await eventually(async () => expect(await keysOf(room)).toEqual(["room"]));
  expect((await (await join(room, "rachael")).hears("admitted")).chat).toEqual([]);
});

test("RM26 a line that was lost on the way is sent again under its own id, and one that had come is no second line", async () => {
  const room = makeRoom();
  const other = await join(room, "rachael");
  const first = await join(room, "abell", { epoch: 5 });
  first.say({ type: "chat", lineId: "came", words: "one" });
  await other.hears("chat", ({ line }) => line.lineId === "came");
  const again = await join(room, "abell", { epoch: 5 });
  expect((await again.hears("admitted")).chat.map(({ lineId }) => lineId)).toEqual(["came"]);
  again.say({ type: "chat", lineId: "came", words: "one" });
  again.say({ type: "chat", lineId: "lost", words: "two" });
  await other.hears("chat", ({ line }) => line.lineId === "lost");
  const heard = other.heard.flatMap((message) => (message.type === "chat" ? [message.line.words] : []));
  expect(heard).toEqual(["one", "two"]);
});

test("RM27 a chat is stored apart: a join writes no more because of it", async () => {
  const room = makeRoom();
  const page = await join(room, "abell");
  await page.hears("admitted");
  const before = await sizeOf(room);
  for (let at = 0; at < 30; at += 1)
    page.say({ type: "chat", lineId: `${at}`, words: "x".repeat(MAX_CHAT_CHARACTERS) });
  await eventually(() => expect(page.heard.filter(({ type }) => type === "chat")).toHaveLength(30));
  expect(await sizeOf(room)).toBe(before);
});

test("RM24 a line that is too long is ignored; too many end their writer", async () => {
  const room = makeRoom();
  const [page, other] = [await join(room, "abell"), await join(room, "rachael")];
  page.say({ type: "chat", lineId: "6", words: "x".repeat(MAX_CHAT_CHARACTERS + 1) });
  page.say({ type: "chat", lineId: "7", words: "short" });
  await other.hears("chat", ({ line }) => line.lineId === "7");
  expect(other.heard.filter(({ type }) => type === "chat")).toHaveLength(1);
  expect(page.ended).toBeNull();
  for (let at = 0; at < 100; at += 1) other.say({ type: "chat", lineId: `${at}`, words: "x" });
  expect((await other.ends()).code).toBe(4429);
});

/** Without what the room keeps of its word to the evening's board, which is another matter. */
function keysOf(room: Room): Promise<string[]> {
  return runInDurableObject(room.stub, (_, { storage }) =>
    [...storage.kv.list()].flatMap(([key]) => (key === "report" ? [] : [key])).sort(),
  );
}

function sizeOf(room: Room): Promise<number> {
  return runInDurableObject(room.stub, (_, { storage }) => storage.kv.get<string>("room")?.length ?? 0);
}
