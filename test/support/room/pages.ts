import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { AppointmentRoom, RoomEnv } from "../../../durable-objects/appointment-room.ts";
import type { ClientMessage, Facts, ServerMessage } from "../../../durable-objects/protocol.ts";
import { sealTicket, type Ticket } from "../../../durable-objects/ticket.ts";
import { eventually } from "../eventually.ts";
import { makeFacts, makeTicket } from "./builders.ts";

export const MINUTE = 60_000;

type Bindings = RoomEnv & { ROOMS: DurableObjectNamespace<AppointmentRoom> };
const bindings = env as unknown as Bindings;

/** A fresh room whose appointment began a minute ago; `changes` are for its facts. */
export function makeRoom(changes: Partial<Facts> = {}) {
  const now = Date.now();
  const times = { opensAt: now - MINUTE, closesAt: now + 4 * MINUTE, overrunUntil: now + 4 * MINUTE };
  const name = crypto.randomUUID();
  return { name, stub: bindings.ROOMS.getByName(name), facts: makeFacts({ ...times, ...changes }) };
}
export type Room = ReturnType<typeof makeRoom>;

/** A ticket as the Worker seals it. */
export function seal(room: Room, participantId: string, changes: Partial<Ticket> = {}): Promise<string> {
  const { keys, current } = JSON.parse(bindings.SIGNING_KEYS) as { current: string; keys: Record<string, string> };
  const ticket = makeTicket(participantId, Date.now(), { roomId: room.name, facts: room.facts, ...changes });
  return sealTicket({ ...ticket, ticketId: crypto.randomUUID(), ...changes }, keys[current] ?? "");
}

export async function join(room: Room, participantId: string, changes: Partial<Ticket> = {}): Promise<Page> {
  return open(room, await seal(room, participantId, changes));
}

/** A page with a sealed ticket in hand. */
export async function open(room: Room, sealed: string): Promise<Page> {
  const headers = { Upgrade: "websocket", "Sec-WebSocket-Protocol": `parlour, ${sealed}` };
  const response = await room.stub.fetch("https://room/socket", { headers });
  expect(response.headers.get("Sec-WebSocket-Protocol")).toBe("parlour");
  if (!response.webSocket) throw new Error("not upgraded");
  return new Page(response.webSocket);
}

export class Page {
  socket: WebSocket;
  heard: ServerMessage[] = [];
  ended: { code: number; reason: string } | null = null;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (data !== "pong") this.heard.push(JSON.parse(data as string) as ServerMessage);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.ended = { code, reason };
    });
    socket.accept();
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Waits for the newest message of this type that `matches`. */
  async hears<T extends ServerMessage["type"]>(
    type: T,
    matches: (message: Extract<ServerMessage, { type: T }>) => boolean = () => true,
  ): Promise<Extract<ServerMessage, { type: T }>> {
    return eventually(() => {
      const found = this.heard.findLast((message) => message.type === type && matches(message as never));
      if (!found) throw new Error(`heard only ${this.heard.map((message) => message.type).join(", ")}`);
      return found as Extract<ServerMessage, { type: T }>;
    });
  }

  async ends(): Promise<{ code: number; reason: string }> {
    return eventually(() => {
      if (!this.ended) throw new Error("still open");
      return this.ended;
    });
  }
}
