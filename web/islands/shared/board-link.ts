import type { BoardMessage, Presence } from "../../../durable-objects/board-protocol.ts";
import { PING, PING_EVERY_MS, PONG } from "../../../durable-objects/protocol.ts";

const DEAF_AFTER_MS = 12_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 30_000;

export type BoardEvents = {
  onRooms: (rooms: ReadonlyMap<string, Presence>, now: number) => void;
  onConnected: (connected: boolean) => void;
  /** The school's records have changed, or may have while the connection was away. */
  onRecords: () => void;
};

/** Listens to an evening's board for as long as the page lives, and comes back by itself whenever the connection is lost. */
export class BoardLink {
  #address: string;
  #events: BoardEvents;
  #rooms = new Map<string, Presence>();
  #socket: WebSocket | undefined;
  #heardAt = 0;
  #tries = 0;
  #beats: ReturnType<typeof setInterval>;
  #stopped = false;
  #wasConnected = false;

  constructor(eveningId: string, events: BoardEvents) {
    this.#address = `${location.origin.replace(/^http/, "ws")}/staff/board/${encodeURIComponent(eveningId)}/socket`;
    this.#events = events;
    this.#open();
    this.#beats = setInterval(() => this.#beat(), PING_EVERY_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#beats);
    this.#socket?.close();
  }

  #open(): void {
    if (this.#stopped) return;
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    this.#heardAt = performance.now();
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#events.onConnected(false);
      const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#tries);
      this.#tries += 1;
      // Half of it chance: a board that comes back has all of its pages back at once.
      setTimeout(() => this.#open(), wait / 2 + (wait / 2) * Math.random());
    };
  }

  #hear(data: unknown): void {
    this.#heardAt = performance.now();
    if (data === PONG || typeof data !== "string") return;
    const message = JSON.parse(data) as BoardMessage;
    if (!["picture", "room", "records"].includes(message.type)) return; // of a newer board than this page
    if (message.type === "records") {
      this.#events.onRecords();
      return;
    }
    if (message.type === "picture") {
      if (this.#wasConnected) this.#events.onRecords();
      this.#wasConnected = true;
      this.#tries = 0;
      this.#rooms = new Map(message.rooms.map((room) => [room.appointmentId, room]));
      this.#events.onConnected(true);
    } else this.#rooms = new Map(this.#rooms).set(message.room.appointmentId, message.room);
    this.#events.onRooms(this.#rooms, message.now);
  }

  /** A connection that is silent for two beats is dead, whatever the browser still thinks of it. */
  #beat(): void {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return;
    if (performance.now() - this.#heardAt < DEAF_AFTER_MS) socket.send(PING);
    else {
      socket.close();
      // Closing a dead connection takes the browser a while: it is not waited for.
      socket.onclose?.(new CloseEvent("close"));
    }
  }
}
