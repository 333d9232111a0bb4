import { DurableObject } from "cloudflare:workers";
import { assertNever } from "./assert-never.ts";
import type { Presence } from "./board-protocol.ts";
import { eventOf } from "./client-message.ts";
import { type Allowance, newAllowance, spend } from "./flood.ts";
import type { Log } from "./log.ts";
import { platformPorts } from "./platform-ports.ts";
import type { Clock, Ports } from "./ports.ts";
import { PresenceReporter, type ReporterEnv } from "./presence-reporter.ts";
import { ENDINGS, type EndReason, type Facts, PING, PONG, type RoomView } from "./protocol.ts";
import { nextDeadline, step } from "./room.ts";
import { type Effect, type RoomEvent, type RoomState, type SfuCall, versionOf } from "./room-state.ts";
import { viewOf } from "./room-view.ts";
import { SfuCalls } from "./sfu-calls.ts";
import { StateStore } from "./state-store.ts";
import { readOffer } from "./subprotocol.ts";
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

/**
 * The shell round the rules of `room.ts`: load, step, save, perform, arm. Nothing between load and save awaits, so that no
 * event can come between; it keeps no timers, so that it sleeps whenever nothing happens. A socket's tag is its sessionId.
 */
export class AppointmentRoom extends DurableObject<RoomEnv> {
  #store: StateStore;
  #secrets: string[] | undefined;
  /** What each socket may still send. Lost with the memory, which only a silence longer than the one that fills them up again loses. */
  #allowances = new WeakMap<WebSocket, Allowance>();
  /** Spares writing an alarm that is set already; lost with the memory, and then merely written once more. */
  #armedAt: number | null | undefined;
  #clock: Clock;
  #log: Log;
  #calls: SfuCalls;
  #reporter: PresenceReporter;

  /** The platform hands in no ports. */
  constructor(ctx: DurableObjectState, env: RoomEnv, { clock, fetch, log }: Ports = platformPorts(ctx)) {
    super(ctx, env);
    const { SFU_URL: url, SFU_APP_ID: appId, SFU_APP_SECRET: appSecret } = env;
    this.#clock = clock;
    this.#log = (line) => log({ ...line, roomId: ctx.id.name ?? null });
    this.#store = new StateStore(ctx.storage);
    this.#calls = new SfuCalls({ url, appId, appSecret, fetch, now: () => clock.now(), log: this.#log });
    this.#reporter = new PresenceReporter(ctx, env, { clock, log: this.#log });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** A page's socket. Refusals are closes after the upgrade, for a browser cannot read the status of a refused one. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("Upgrade")?.toLowerCase() !== "websocket") {
      return new Response("This address takes WebSockets only", { status: 426, headers: { Upgrade: "websocket" } });
    }
    const offered = (request.headers.get("Sec-WebSocket-Protocol") ?? "").split(",").map((one) => one.trim());
    const { isSpoken, answer, sealed } = readOffer(offered.filter(Boolean));
    const ticket = isSpoken && sealed ? await this.#openTicket(sealed) : null;
    const { 0: client, 1: server } = new WebSocketPair();
    const sessionId = crypto.randomUUID();
    this.ctx.acceptWebSocket(server, [sessionId]);
    if (ticket) await this.#dispatch({ type: "join", sessionId, ticket });
    else this.#refuse(server, sessionId, answer && !isSpoken ? "page_outdated" : "bad_ticket");
    const headers = answer ? { "Sec-WebSocket-Protocol": answer } : undefined;
    return new Response(null, { status: 101, webSocket: client, ...(headers && { headers }) });
  }

  /** The appointment's facts have changed. Answers with the version that the room holds now: the given one, or a higher. */
  async notify(facts: Facts): Promise<{ version: number }> {
    const { place } = await this.#dispatch({ type: "facts", facts });
    return { version: versionOf(place) };
  }

  /** Who is in the room, or null where nobody can be. */
  async look(): Promise<RoomView | null> {
    const { place } = this.#store.load();
    return place.phase === "live" ? viewOf(place) : null;
  }

  /** For the evening's board, or null where there is nothing to tell. */
  async presence(): Promise<Presence | null> {
    return this.#reporter.presence(this.#store.load().place, this.#clock.now());
  }

  /** The evening's retention is over: nothing stays, not even the version of the facts. */
  async forget(): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) endSocket(socket, "room_closed");
    await this.#clock.deleteAlarm(); // before the state: one that fired after it would find a room that was never told
    await this.ctx.storage.deleteAll();
    this.#store.forget();
    this.#armedAt = undefined;
    this.#reporter.forget();
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const now = this.#clock.now();
    const allowance = spend(this.#allowances.get(socket) ?? newAllowance(now), now);
    const sessionId = this.#sessionOf(socket);
    if (!allowance) return void (await this.#dispatch({ type: "flood", sessionId }));
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
    this.#calls.hangUp();
    const heard: Record<string, number> = {};
    for (const socket of this.ctx.getWebSockets()) {
      const at = this.#clock.lastPing(socket);
      if (at !== null) heard[this.#sessionOf(socket)] = at;
    }
    await this.#dispatch({ type: "alarm", heard });
  }

  async #dispatch(event: RoomEvent): Promise<RoomState> {
    const now = this.#clock.now();
    const { state, effects } = step(this.#store.load(), event, now);
    this.#store.save(state);
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
        return;
      case "log":
        this.#log(effect.line);
        return;
      default:
        assertNever(effect);
    }
  }

  async #call(call: SfuCall): Promise<void> {
    await this.#dispatch({ type: "sfu", call, result: await this.#calls.call(call) });
  }

  /** Whoever is refused before the room's rules know of them. */
  #refuse(socket: WebSocket, sessionId: string, reason: EndReason): void {
    endSocket(socket, reason);
    this.#log({ level: "warn", event: "ticket_refused", sessionId, reason });
  }

  async #openTicket(sealed: string): Promise<Ticket | null> {
    const { name } = this.ctx.id;
    this.#secrets ??= Object.values((JSON.parse(this.env.SIGNING_KEYS) as { keys: Record<string, string> }).keys);
    // Every key of the ring: while the current one changes, tickets of the last half minute bear the one before.
    for (const secret of name ? this.#secrets : []) {
      const ticket = await openTicket(sealed, secret, name ?? "", this.#clock.now());
      if (ticket) return ticket;
    }
    return null;
  }

  #sessionOf(socket: WebSocket): string {
    return this.ctx.getTags(socket)[0] ?? "";
  }

  /** An alarm that is set for sooner stays: coming early it changes nothing, and setting one costs more than a whole step. */
  async #arm(at: number | null): Promise<void> {
    const armedAt = this.#armedAt;
    if (at === armedAt || (at !== null && typeof armedAt === "number" && armedAt < at)) return;
    this.#armedAt = at;
    if (at === null) await this.#clock.deleteAlarm();
    else await this.#clock.setAlarm(at);
  }
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
