import { runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { eventually } from "../support/eventually.ts";
import { join, makeRoom } from "../support/room/pages.ts";

test("RM25 beats never reach the object: three pages' beats of five minutes wake it not once", async () => {
  const room = makeRoom();
  const pages = [await join(room, "abell"), await join(room, "rachael"), await join(room, "guest")];
  let pongs = 0;
  for (const { socket } of pages) {
    socket.addEventListener("message", ({ data }) => {
      if (data === "pong") pongs += 1;
    });
  }
  const messages = await runInDurableObject(room.stub, (instance) => vi.spyOn(instance, "webSocketMessage"));
  for (let beat = 0; beat < 60; beat += 1) for (const { socket } of pages) socket.send("ping");
  await eventually(() => expect(pongs).toBe(180));
  expect(messages).not.toHaveBeenCalled();
  pages[0]?.say({ type: "mute", trackId: "none", muted: true });
  await eventually(() => expect(messages).toHaveBeenCalledOnce());
});
