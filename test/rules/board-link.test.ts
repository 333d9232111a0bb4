import { afterEach, expect, test, vi } from "vitest";
import type { Presence } from "../../durable-objects/board-protocol.ts";
import { BoardLink } from "../../web/islands/shared/board-link.ts";

/** The one socket that a link opens. */
class Socket {
  static last: Socket;
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: (() => void) | undefined;

  constructor() {
    Socket.last = this;
  }

  close(): void {}
}

afterEach(() => vi.unstubAllGlobals());

test("a board's message of a type that the page does not know is ignored, and the next one is heard", () => {
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("location", { origin: "https://school.example" });
  const seen: ReadonlyMap<string, Presence>[] = [];
  const onRecords = vi.fn();
  const link = new BoardLink("evening", { onRooms: (rooms) => seen.push(rooms), onConnected: () => {}, onRecords });
  const say = (message: object) => Socket.last.onmessage?.({ data: JSON.stringify(message) });
  const room: Presence = { appointmentId: "a1", at: 1, ended: false, people: [] };
  say({ type: "picture", now: 1, rooms: [] });
  expect(() => say({ type: "weather", now: 1 })).not.toThrow();
  say({ type: "room", now: 2, room });
  say({ type: "records", now: 3 });
  link.stop();
  expect(seen.map((rooms) => [...rooms.values()])).toEqual([[], [room]]);
  expect(onRecords).toHaveBeenCalledOnce();
});
