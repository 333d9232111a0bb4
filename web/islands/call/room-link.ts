import {
  type ChatLine,
  type ClientMessage,
  offerOf,
  type PassRefusal,
  type PassReply,
  type PassRequest,
  PING,
  PING_EVERY_MS,
  PONG,
  type ServerMessage,
} from "../../../durable-objects/protocol.ts";
import { readServerMessage } from "./server-message.ts";

/** Two beats and a bit: then the line is dead, whatever the browser still thinks of it. */
const DEAF_AFTER_MS = 12_000;
/** Asked outright, a line that is alive answers sooner. */
const ANSWERS_WITHIN_MS = 3000;
const PASS_TIMEOUT_MS = 10_000;

export type Refusal = PassRefusal & { status: number };
export type RoomMessage = Extract<ServerMessage, { type: "admitted" | "waiting" | "room" }>;
export type Reply = Extract<ServerMessage, { id: number }>;
/** A client message that is answered, without its number. */
export type Request = Unnumbered<Extract<ClientMessage, { id: number }>>;
type Unnumbered<T> = T extends unknown ? Omit<T, "id"> : never;

/** Asks the Worker for a single-use ticket. A network failure is a refusal with status 0. */
export async function askPass(appointmentId: string, request: PassRequest): Promise<PassReply | Refusal> {
  try {
    const response = await fetch(`/rooms/${encodeURIComponent(appointmentId)}/pass`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(PASS_TIMEOUT_MS),
    });
    if (response.ok) return (await response.json()) as PassReply;
    const refusal = (await response.json().catch(() => ({}))) as Partial<PassRefusal>;
    return { status: response.status, error: refusal.error ?? "", words: refusal.words ?? "" };
  } catch {
    return { status: 0, error: "network", words: "" };
  }
}

export type RoomLinkEvents = {
  onMessage: (message: RoomMessage) => void;
  onChat: (line: ChatLine) => void;
  /** Once, unless `close` was called first. */
  onClosed: (code: number) => void;
};

/** One socket into one room: its beats, its numbered requests and their replies. */
export class RoomLink {
  #socket: WebSocket;
  #events: RoomLinkEvents;
  #waiting = new Map<number, (reply: Reply | null) => void>();
  #requests = 0;
  #heardAt = performance.now();
  #beat: ReturnType<typeof setInterval>;
  #question: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(appointmentId: string, ticket: string, events: RoomLinkEvents) {
    this.#events = events;
    const url = `${location.origin.replace(/^http/, "ws")}/rooms/${encodeURIComponent(appointmentId)}/socket`;
    this.#socket = new WebSocket(url, offerOf(ticket));
    this.#socket.onmessage = (event) => this.#hear(event.data);
    this.#socket.onclose = (event) => this.#finish(event.code);
    this.#beat = setInterval(() => this.#ping(), PING_EVERY_MS);
  }

  /** Whoever is told of what comes from now on. */
  listen(events: RoomLinkEvents): void {
    this.#events = events;
  }

  get isOpen(): boolean {
    return !this.#over && this.#socket.readyState === WebSocket.OPEN;
  }

  /** Sends and waits for the reply of the same number; null where the link ended first. */
  request(request: Request): Promise<Reply | null> {
    this.#requests += 1;
    const id = this.#requests;
    if (!this.send({ ...request, id })) return Promise.resolve(null);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** False where the line is not open. */
  send(message: ClientMessage): boolean {
    if (this.#over || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Ends the link without an event. `farewell` gives the seat back at once; otherwise the room holds it a while. */
  close(farewell: boolean): void {
    const socket = this.#socket;
    const leave = () => {
      if (farewell && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "leave" }));
      socket.close();
    };
    this.#stop();
    // The room may have let us in already, and would take a line that only breaks off for one that was lost.
    if (farewell && socket.readyState === WebSocket.CONNECTING) socket.onopen = leave;
    else leave();
  }

  /** Looks at once whether the line still answers: after a sleep timers come late, and another network leaves the old line dead. */
  check(): void {
    this.#ping();
    if (this.#over || this.#question) return;
    const askedAt = performance.now();
    this.#question = setTimeout(() => {
      this.#question = undefined;
      if (this.#heardAt < askedAt) this.#giveUp();
    }, ANSWERS_WITHIN_MS);
  }

  #ping(): void {
    if (this.#over) return;
    if (performance.now() - this.#heardAt > DEAF_AFTER_MS) this.#giveUp();
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(PING);
  }

  #hear(data: unknown): void {
    this.#heardAt = performance.now();
    if (this.#over || data === PONG || typeof data !== "string") return;
    const message = readServerMessage(data);
    if (!message) return;
    if ("id" in message) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    } else if (message.type === "chat") this.#events.onChat(message.line);
    else this.#events.onMessage(message);
  }

  #giveUp(): void {
    this.#finish(1006);
    this.#socket.close();
  }

  #finish(code: number): void {
    if (this.#over) return;
    this.#stop();
    this.#events.onClosed(code);
  }

  #stop(): void {
    this.#over = true;
    clearInterval(this.#beat);
    clearTimeout(this.#question);
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }
}
