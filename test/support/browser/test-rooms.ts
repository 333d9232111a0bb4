import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page, Route, WebSocketRoute } from "playwright-core";
import { ENDINGS, PAGE_VERSION, type PassReply } from "../../../durable-objects/protocol.ts";
import type { SfuConfig } from "../../../durable-objects/sfu.ts";
import { readOffer } from "../../../durable-objects/subprotocol.ts";
import { openTicket, type Ticket } from "../../../durable-objects/ticket.ts";
import { LOCAL, ROOT } from "../../../local/settings.ts";
import type { Product } from "./product.ts";
import { TestRoom } from "./test-room.ts";

/**
 * Rooms in the test's own process, behind the sockets of its pages. The Worker, its tickets, the room's rules and the media server are the
 * product's own; only the object on workerd is left out, and its clock is the test's, which can be moved forward: what takes minutes there
 * takes a moment here.
 */
export class TestRooms {
  readonly #sfu: SfuConfig;
  readonly #rooms = new Map<string, TestRoom>();
  #ahead = 0;
  /** So many sockets more are refused, as if a deployment had made their pages too old. */
  outdated = 0;

  constructor({ sfu }: Product) {
    this.#sfu = { url: `${sfu}/v1`, appId: LOCAL.SFU_APP_ID, appSecret: LOCAL.SFU_APP_SECRET };
  }

  /** The rooms' clock, epoch milliseconds. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** From its next load on, the page's rooms are these. */
  async behind(page: Page): Promise<void> {
    await page.routeWebSocket(/\/rooms\/[^/]+\/socket$/, (socket) => this.#connect(socket));
    // A page that was closed meanwhile wants no answer any more.
    const pass = (route: Route) =>
      this.#passOn(route).catch((error: unknown) => {
        if (!page.isClosed()) throw error;
      });
    await page.route(/\/rooms\/[^/]+\/pass$/, pass);
  }

  /** A deployment restarts the room: this person's socket breaks off. */
  breakOff(participantId: string): void {
    for (const room of this.#rooms.values()) room.breakOff(participantId);
  }

  /** Moves the clock on to then, and tells the pages so. It never goes back. */
  forwardTo(at: number): void {
    const ahead = at - Date.now();
    if (ahead < this.#ahead) throw new Error(`The rooms are ${Math.round(this.#ahead - ahead)} ms past that`);
    this.#ahead = ahead;
    for (const room of this.#rooms.values()) room.forwardTo(this.now());
  }

  async #connect(socket: WebSocketRoute): Promise<void> {
    const [, appointmentId = ""] = /\/rooms\/([^/]+)\/socket$/.exec(socket.url()) ?? [];
    const room = this.#rooms.get(appointmentId) ?? new TestRoom(() => this.now(), this.#sfu);
    this.#rooms.set(appointmentId, room);
    const oldest = this.outdated > 0 ? PAGE_VERSION + 1 : undefined;
    const { isSpoken, sealed = "" } = readOffer(socket.protocols(), oldest);
    if (!isSpoken) {
      this.outdated -= 1;
      return socket.close({ code: ENDINGS.page_outdated.code, reason: "page_outdated" });
    }
    room.take(socket, await this.#open(sealed, decodeURIComponent(appointmentId)));
  }

  /** The Worker has sealed it by the machine's clock: its life is told by the rooms'. */
  async #open(sealed: string, appointmentId: string): Promise<Ticket | null> {
    const [body = ""] = sealed.split(".");
    const { roomId } = JSON.parse(Buffer.from(body, "base64url").toString()) as Ticket;
    if (!roomId.endsWith(`/${appointmentId}`)) return null;
    const ticket = await openTicket(sealed, signingKey(), roomId, Date.now());
    return ticket && { ...ticket, expiresAt: ticket.expiresAt + this.#ahead };
  }

  /** The pass is the Worker's, but for the time that it tells. */
  async #passOn(route: Route): Promise<void> {
    const { host, port } = new URL(route.request().url());
    const headers = { ...(await route.request().allHeaders()), host };
    // Node may not know that a school's name under `localhost` is this machine.
    const response = await route.fetch({ url: route.request().url().replace(host, `127.0.0.1:${port}`), headers });
    if (!response.ok()) return route.fulfill({ response });
    const reply = (await response.json()) as PassReply;
    return route.fulfill({ response, json: { ...reply, now: reply.now + this.#ahead } });
  }
}

/** The local run's, which stands in `wrangler.toml`. */
function signingKey(): string {
  const [, ring = ""] = /^SIGNING_KEYS = '(.*)'$/m.exec(readFileSync(join(ROOT, "wrangler.toml"), "utf8")) ?? [];
  const { current, keys } = JSON.parse(ring) as { current: string; keys: Record<string, string> };
  return keys[current] ?? "";
}
