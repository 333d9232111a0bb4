import type { WebSocketRoute } from "playwright-core";
import { eventOf } from "../../../durable-objects/client-message.ts";
import { ENDINGS, PING, PING_EVERY_MS, PONG } from "../../../durable-objects/protocol.ts";
import { nextDeadline } from "../../../durable-objects/room.ts";
import { type Effect, type RoomEvent, type SfuCall, sessionsOf } from "../../../durable-objects/room-state.ts";
import { viewOf } from "../../../durable-objects/room-view.ts";
import { callSfu, SFU_PATIENCE_MS, type SfuConfig } from "../../../durable-objects/sfu.ts";
import type { Ticket } from "../../../durable-objects/ticket.ts";
import { World } from "../room/world.ts";

/**
 * The shell of `appointment-room.ts` in the test's own process: what pages say goes to the room's own rules, and what these decide is done on
 * the pages' sockets and at the media server. Its clock may be ahead of the machine's.
 */
export class TestRoom {
  readonly #world: World;
  readonly #now: () => number;
  readonly #sfu: SfuConfig;
  readonly #sockets = new Map<string, WebSocketRoute>();
  #alarm: ReturnType<typeof setTimeout> | undefined;

  constructor(now: () => number, sfu: SfuConfig) {
    this.#now = now;
    this.#sfu = sfu;
    this.#world = new World(now(), ({ effects }) => {
      for (const effect of effects) this.#perform(effect);
    });
  }

  /** A page's socket: in with its ticket, or refused. */
  take(socket: WebSocketRoute, ticket: Ticket | null): void {
    const sessionId = crypto.randomUUID();
    this.#sockets.set(sessionId, socket);
    socket.onMessage((data) => this.#hear(socket, sessionId, data));
    socket.onClose((code, reason) => {
      this.#sockets.delete(sessionId);
      void socket.close({ ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) });
      this.#dispatch({ type: "disconnect", sessionId });
    });
    if (ticket) this.#dispatch({ type: "join", sessionId, ticket });
    else this.#perform({ type: "end", sessionId, reason: "bad_ticket" });
  }

  breakOff(participantId: string): void {
    const sessionId = this.#world.sessionOf(participantId);
    const socket = this.#sockets.get(sessionId);
    if (!socket) return;
    this.#sockets.delete(sessionId);
    void socket.close({ code: 1012, reason: "restart" });
    this.#dispatch({ type: "disconnect", sessionId });
  }

  /** Time has passed: every alarm fired when it was due, whoever is on the line pinged meanwhile, and each page is told what time it is. */
  forwardTo(now: number): void {
    const world = this.#world;
    while (world.now < now) {
      for (const sessionId of this.#sockets.keys()) world.ping(sessionId);
      world.wait(Math.min(PING_EVERY_MS, now - world.now));
    }
    this.#arm();
    const { place } = world.state;
    if (place.phase !== "live") return;
    const message = { type: "room", now, room: viewOf(place) } as const;
    for (const { sessionId } of sessionsOf(place)) this.#perform({ type: "tell", sessionId, message });
  }

  #hear(socket: WebSocketRoute, sessionId: string, data: string | Buffer): void {
    this.#catchUp();
    if (data === PING) {
      this.#world.ping(sessionId);
      socket.send(PONG);
    } else this.#dispatch(eventOf(typeof data === "string" ? data : new ArrayBuffer(0), sessionId));
  }

  #dispatch(event: RoomEvent): void {
    this.#catchUp();
    this.#world.send(event);
    this.#arm();
  }

  #catchUp(): void {
    this.#world.wait(Math.max(0, this.#now() - this.#world.now));
  }

  #arm(): void {
    clearTimeout(this.#alarm);
    const at = nextDeadline(this.#world.state);
    if (at === null) return;
    const fire = () => {
      this.#catchUp();
      this.#arm();
    };
    this.#alarm = setTimeout(fire, Math.max(0, at - this.#now())).unref();
  }

  #perform(effect: Effect): void {
    if (effect.type === "sfu") {
      void this.#call(effect.call);
      return;
    }
    if (effect.type === "log") return;
    const socket = this.#sockets.get(effect.sessionId);
    if (effect.type === "tell") socket?.send(JSON.stringify(effect.message));
    else {
      this.#sockets.delete(effect.sessionId);
      void socket?.close({ code: ENDINGS[effect.reason].code, reason: effect.reason });
    }
  }

  async #call(call: SfuCall): Promise<void> {
    const sfu = { ...this.#sfu, fetch, now: this.#now, log: () => {} };
    const result = await callSfu(sfu, call, AbortSignal.timeout(SFU_PATIENCE_MS));
    this.#dispatch({ type: "sfu", call, result });
  }
}
