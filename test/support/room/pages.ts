import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { AppointmentRoom, RoomEnv } from "../../../durable-objects/appointment-room.ts";
import {
  type ClientMessage,
  type Facts,
  offerOf,
  PAGE_VERSION,
  type ServerMessage,
  subprotocolOf,
} from "../../../durable-objects/protocol.ts";
import { sealTicket, type Ticket } from "../../../durable-objects/ticket.ts";
import { eventually } from "../eventually.ts";
import { CLOSES, makeFacts, makeTicket, OPENS } from "./builders.ts";
import type { FakeSfu } from "./fake-sfu.ts";
import { givePorts, TestPorts } from "./test-ports.ts";

export const MINUTE = 60_000;

type Bindings = RoomEnv & { ROOMS: DurableObjectNamespace<AppointmentRoom> };
const bindings = env as unknown as Bindings;

/** What all rooms of these tests have. */
export type Room = { name: string; stub: DurableObjectStub<AppointmentRoom>; facts: Facts; now: () => number };

/** A fresh room whose appointment began a minute ago, by a clock that only `pass` moves; `changes` are for its facts. */
export function makeRoom(changes: Partial<Facts> = {}, sfu?: FakeSfu) {
  const name = crypto.randomUUID();
  const ports = new TestPorts(OPENS + MINUTE, sfu);
  givePorts(name, ports);
  const facts = makeFacts({ opensAt: OPENS, closesAt: CLOSES, overrunUntil: CLOSES, ...changes });
  return { name, stub: bindings.ROOMS.getByName(name), facts, now: () => ports.now, ports, sfu: ports.sfu };
}
export type TestRoom = ReturnType<typeof makeRoom>;

/** The same on the platform's own clock and alarm: for what shows that these work. */
export function makeRoomInRealTime(changes: Partial<Facts> = {}): Room {
  const name = crypto.randomUUID();
  const now = Date.now();
  const times = { opensAt: now - MINUTE, closesAt: now + 4 * MINUTE, overrunUntil: now + 4 * MINUTE };
  const facts = makeFacts({ ...times, ...changes });
  return { name, stub: bindings.ROOMS.getByName(name), facts, now: Date.now };
}

/** Time passes: the alarm fires whenever it is due, and these pages ping meanwhile, as pages do. */
export async function pass({ stub, ports }: TestRoom, ms: number, pinging: Page[] = []): Promise<void> {
  const end = ports.now + ms;
  for (let at = ports.alarmAt; at !== null && at <= end; at = ports.alarmAt) {
    ports.now = Math.max(ports.now, at);
    for (const { sessionId } of pinging) ports.pings.set(sessionId, ports.now - 1_000);
    ports.alarmAt = null; // as the platform does before it calls
    await runInDurableObject(stub, (instance) => instance.alarm());
  }
  ports.now = end;
}

/** A ticket as the Worker seals it. */
export function seal(room: Room, participantId: string, changes: Partial<Ticket> = {}): Promise<string> {
  const { keys, current } = JSON.parse(bindings.SIGNING_KEYS) as { current: string; keys: Record<string, string> };
  const ticket = makeTicket(participantId, room.now(), { roomId: room.name, facts: room.facts, ...changes });
  return sealTicket({ ...ticket, ticketId: crypto.randomUUID(), ...changes }, keys[current] ?? "");
}

export async function join(room: Room, participantId: string, changes: Partial<Ticket> = {}): Promise<Page> {
  return open(room, await seal(room, participantId, changes));
}

/** A page with a sealed ticket in hand. */
export async function open(room: Room, sealed: string): Promise<Page> {
  return offer(room, offerOf(sealed), subprotocolOf(PAGE_VERSION));
}

/** A page that offers these subprotocols and is answered with this one. */
export async function offer(room: Room, offered: string[], answer: string): Promise<Page> {
  const headers = { Upgrade: "websocket", "Sec-WebSocket-Protocol": offered.join(", ") };
  const response = await room.stub.fetch("https://room/socket", { headers });
  expect(response.headers.get("Sec-WebSocket-Protocol")).toBe(answer);
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

  /** Known once the room has let this page in. */
  get sessionId(): string {
    const first = this.heard.find((message) => "sessionId" in message);
    if (!first) throw new Error("not let in yet");
    return first.sessionId;
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
