import { DurableObject } from "cloudflare:workers";
import type { Presence } from "./board-protocol.ts";
import { eventOf } from "./client-message.ts";
import { type Allowance, newAllowance, spend } from "./flood.ts";
import { PresenceReporter, type ReporterEnv } from "./presence-reporter.ts";
import {
  type ChatLine,
  ENDINGS,
  type EndReason,
  type Facts,
  PING,
  PONG,
  type RoomView,
  SUBPROTOCOL,
} from "./protocol.ts";
import { nextDeadline, step } from "./room.ts";
import { type Effect, newRoom, type RoomEvent, type RoomState, type SfuCall, versionOf } from "./room-state.ts";
import { viewOf } from "./room-view.ts";
import { callSfu, SFU_PATIENCE_MS } from "./sfu.ts";
import { openTicket, type Ticket } from "./ticket.ts";

export type RoomEnv = ReporterEnv & {
  /** JSON: `{current, keys: {name: secret}}`. */
  SIGNING_KEYS: string;
  SFU_URL: string;
  SFU_APP_ID: string;
  SFU_APP_SECRET: string;
};

/** No frame reached us for these, so that there is nobody to answer. */
const UNANSWERABLE: readonly number[] = [1005, 1006, 1015];
const STATE_KEY = "room";
/** Apart from the rest, which is written at every step: a long chat makes no join dearer. */
const CHAT_KEY = "chat";
/** A room that only ever refused stores nothing. */
const UNTOUCHED = JSON.stringify(newRoom());

/**
 * The shell round the rules of `room.ts`: load, step, save, perform, arm. Nothing between load and save awaits, so that no
 * event can come between; it keeps no timers, so that it sleeps whenever nothing happens. A socket's tag is its sessionId.
 */
export class AppointmentRoom extends DurableObject<RoomEnv> {
  /** What the storage holds, for as long as the memory lasts: only this class writes there. */
  #stored: { json: string; state: RoomState } | undefined;
  #secrets: string[] | undefined;
  /** What each socket may still send. Lost with the memory, which only a silence longer than the one that fills them up again loses. */
  #allowances = new WeakMap<WebSocket, Allowance>();
  /** Spares writing an alarm that is set already; lost with the memory, and then merely written once more. */
  #armedAt: number | null | undefined;
  /**
   * The SFU calls under way, and when each began. The alarm that every one of them has in the state hangs up on it:
   * AbortSignal.timeout would keep the object from hibernating until it fires, reply or no reply.
   */
  #calls = new Map<AbortController, number>();
  #reporter: PresenceReporter;

  constructor(ctx: DurableObjectState, env: RoomEnv) {
    super(ctx, env);
    this.#reporter = new PresenceReporter(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** A page's socket. Refusals are closes after the upgrade, for a browser cannot read the status of a refused one. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") {
      return new Response("This address takes WebSockets only", { status: 426, headers: { Upgrade: "websocket" } });
    }
    const [protocol, sealed] = (request.headers.get("Sec-WebSocket-Protocol") ?? "")
      .split(",")
      .map((part) => part.trim());
    const ticket = protocol === SUBPROTOCOL && sealed ? await this.#openTicket(sealed) : null;
    const { 0: client, 1: server } = new WebSocketPair();
    const sessionId = crypto.randomUUID();
    this.ctx.acceptWebSocket(server, [sessionId]);
    if (ticket) await this.#dispatch({ type: "join", sessionId, ticket });
    else endSocket(server, "bad_ticket");
    const headers = protocol === SUBPROTOCOL ? { "Sec-WebSocket-Protocol": SUBPROTOCOL } : undefined;
    return new Response(null, { status: 101, webSocket: client, ...(headers && { headers }) });
  }

  /** The appointment's facts have changed. Answers with the version that the room holds now: the given one, or a higher. */
  async notify(facts: Facts): Promise<{ version: number }> {
    const { place } = await this.#dispatch({ type: "facts", facts });
    return { version: versionOf(place) };
  }

  /** Who is in the room, or null where nobody can be. */
  async look(): Promise<RoomView | null> {
    const { place } = this.#load();
    return place.phase === "live" ? viewOf(place) : null;
  }

  /** For the evening's board, or null where there is nothing to tell. */
  async presence(): Promise<Presence | null> {
    return this.#reporter.presence(this.#load().place, Date.now());
  }

  /** The evening's retention is over: nothing stays, not even the version of the facts. */
  async forget(): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) endSocket(socket, "room_closed");
    await this.ctx.storage.deleteAlarm(); // before the state: one that fired after it would find a room that was never told
    await this.ctx.storage.deleteAll();
    this.#stored = undefined;
    this.#armedAt = undefined;
    this.#reporter.forget();
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const now = Date.now();
    const allowance = spend(this.#allowances.get(socket) ?? newAllowance(now), now);
    const sessionId = this.#sessionOf(socket);
    if (!allowance) return void (await this.#dispatch({ type: "misbehave", sessionId, reason: "flooded" }));
    this.#allowances.set(socket, allowance);
    await this.#dispatch(eventOf(data, sessionId));
  }

  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    if (!UNANSWERABLE.includes(code)) closeQuietly(socket, code, reason);
    await this.#dispatch({ type: "disconnect", sessionId: this.#sessionOf(socket) });
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.#dispatch({ type: "disconnect", sessionId: this.#sessionOf(socket) });
  }

  override async alarm(): Promise<void> {
    this.#armedAt = undefined;
    this.#hangUp(Date.now() - SFU_PATIENCE_MS);
    const heard: Record<string, number> = {};
    for (const socket of this.ctx.getWebSockets()) {
      const at = this.ctx.getWebSocketAutoResponseTimestamp(socket);
      if (at) heard[this.#sessionOf(socket)] = at.getTime();
    }
    await this.#dispatch({ type: "alarm", heard });
  }

  async #dispatch(event: RoomEvent): Promise<RoomState> {
    const now = Date.now();
    const { state, effects } = step(this.#load(), event, now);
    this.#save(state);
    for (const effect of effects) this.#perform(effect);
    this.#reporter.note(state.place, now);
    // Last, and from the state alone: an alarm set before something throws would swallow the platform's retry.
    await this.#arm(nextDeadline(state));
    return state;
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "end":
        for (const socket of this.ctx.getWebSockets(effect.sessionId)) endSocket(socket, effect.reason);
        return;
      case "tell":
        for (const socket of this.ctx.getWebSockets(effect.sessionId)) sendQuietly(socket, effect.message);
        return;
      case "sfu":
        this.ctx.waitUntil(this.#call(effect.call));
    }
  }

  async #call(call: SfuCall): Promise<void> {
    const { SFU_URL: url, SFU_APP_ID: appId, SFU_APP_SECRET: appSecret } = this.env;
    const controller = new AbortController();
    this.#calls.set(controller, Date.now());
    const result = await callSfu({ url, appId, appSecret }, call, controller.signal);
    this.#calls.delete(controller);
    await this.#dispatch({ type: "sfu", call, result });
  }

  #hangUp(beganBefore: number): void {
    for (const [controller, beganAt] of this.#calls) if (beganAt <= beganBefore) controller.abort();
  }

  async #openTicket(sealed: string): Promise<Ticket | null> {
    const { name } = this.ctx.id;
    this.#secrets ??= Object.values((JSON.parse(this.env.SIGNING_KEYS) as { keys: Record<string, string> }).keys);
    // Every key of the ring: while the current one changes, tickets of the last half minute bear the one before.
    for (const secret of name ? this.#secrets : []) {
      const ticket = await openTicket(sealed, secret, name ?? "", Date.now());
      if (ticket) return ticket;
    }
    return null;
  }

  #sessionOf(socket: WebSocket): string {
    return this.ctx.getTags(socket)[0] ?? "";
  }

  #load(): RoomState {
    if (!this.#stored) {
      const json = this.ctx.storage.kv.get<string>(STATE_KEY) ?? UNTOUCHED;
      const chat = this.ctx.storage.kv.get<ChatLine[]>(CHAT_KEY) ?? [];
      this.#stored = { json, state: withChat(JSON.parse(json) as RoomState, chat) };
    }
    return this.#stored.state;
  }

  #save(state: RoomState): void {
    if (state === this.#stored?.state) return; // most closes and late messages change nothing
    const chat = chatOf(state);
    if (this.#stored && chat !== chatOf(this.#stored.state)) this.#saveChat(chat);
    const json = JSON.stringify(withChat(state, []));
    if (json !== this.#stored?.json) this.ctx.storage.kv.put(STATE_KEY, json);
    this.#stored = { json, state };
  }

  #saveChat(chat: ChatLine[]): void {
    if (chat.length === 0) this.ctx.storage.kv.delete(CHAT_KEY);
    else this.ctx.storage.kv.put(CHAT_KEY, chat);
  }

  /** An alarm that is set for sooner stays: coming early it changes nothing, and setting one costs more than a whole step. */
  async #arm(at: number | null): Promise<void> {
    const armedAt = this.#armedAt;
    if (at === armedAt || (at !== null && typeof armedAt === "number" && armedAt < at)) return;
    this.#armedAt = at;
    if (at === null) await this.ctx.storage.deleteAlarm();
    else await this.ctx.storage.setAlarm(at);
  }
}

const NO_CHAT: ChatLine[] = [];

function chatOf({ place }: RoomState): ChatLine[] {
  return place.phase === "live" && place.chat.length > 0 ? place.chat : NO_CHAT;
}

function withChat(state: RoomState, chat: ChatLine[]): RoomState {
  return state.place.phase === "live" ? { ...state, place: { ...state.place, chat } } : state;
}

function endSocket(socket: WebSocket, reason: EndReason): void {
  closeQuietly(socket, ENDINGS[reason].code, reason);
}

function closeQuietly(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // Closed already, or a code that may not be sent: either way it is going.
  }
}

function sendQuietly(socket: WebSocket, message: object): void {
  try {
    socket.send(JSON.stringify(message));
  } catch {
    // Closed already; its close event follows, or the next sweep finds it.
  }
}
