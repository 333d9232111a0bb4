import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { BoardMessage, Presence } from "../../../durable-objects/board-protocol.ts";
import type { PassReply, ServerMessage } from "../../../durable-objects/protocol.ts";
import { createApp } from "../../../worker/app.tsx";
import type { Deps } from "../../../worker/ports/deps.ts";
import { gatewaysOf } from "../../../worker/ports/gateways.ts";
import { boardIdOf, roomIdOf } from "../../../worker/ports/object-ids.ts";
import { platformClock } from "../../../worker/ports/platform-ports.ts";
import { booked, cookieOf, smallSchool, testApp } from "./small-school.ts";

/** Against a test that hangs: machines are shared and slow. */
const NET_MS = 10_000;

/** A small school whose rooms and boards are real, and one appointment of Rachael's with Anita that runs now; `joint`: and with John. */
export async function liveSchool({ joint = false } = {}) {
  const school = await smallSchool();
  const { ids } = school;
  const science = { guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita], slot: 0 };
  const review = { ...science, classId: ids.review, teachers: [ids.anita, ids.john], units: 6 };
  const appointmentId = await booked(school, joint ? review : science);
  const deps: Deps = { ...testApp(school.db).deps, ...gatewaysOf(env, {}), clock: platformClock };
  return { school, ids, appointmentId, deps, app: createApp(deps) };
}
export type LiveSchool = Awaited<ReturnType<typeof liveSchool>>;

export function boardOf({ school, ids }: LiveSchool) {
  return env.BOARDS.getByName(boardIdOf(school.schoolId, ids.evening));
}

export function roomOf({ school }: LiveSchool, appointmentId: string) {
  return env.ROOMS.getByName(roomIdOf(school.schoolId, appointmentId));
}

/** Presses Join as this person and comes in by the product's own door. */
export async function joinAs({ school, app }: LiveSchool, personId: string, appointmentId: string) {
  const headers = { cookie: await cookieOf(school, personId), "content-type": "application/json" };
  const room = `${school.origin}/rooms/${appointmentId}`;
  const pass = await app.fetch(new Request(`${room}/pass`, { method: "POST", headers, body: "{}" }));
  expect(pass.status).toBe(200);
  const { ticket } = (await pass.json()) as PassReply;
  const socketHeaders = { upgrade: "websocket", "sec-websocket-protocol": `parlour, ${ticket}` };
  const { webSocket } = await app.fetch(new Request(`${room}/socket`, { headers: socketHeaders }));
  if (!webSocket) throw new Error("not upgraded");
  const heard: ServerMessage[] = [];
  webSocket.addEventListener("message", ({ data }) => {
    heard.push(JSON.parse(data as string) as ServerMessage);
  });
  webSocket.accept();
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0), { timeout: NET_MS });
  return webSocket;
}

/** Asks to listen to the evening's board, as a page of this person does. */
export async function askBoard(live: LiveSchool, personId: string | null, changes: Record<string, string> = {}) {
  const { school, ids, app } = live;
  const cookie = personId === null ? "" : await cookieOf(school, personId);
  const headers = { upgrade: "websocket", origin: school.origin, cookie, ...changes };
  return app.fetch(new Request(`${school.origin}/staff/board/${ids.evening}/socket`, { headers }));
}

export class BoardPage {
  socket: WebSocket;
  messages: BoardMessage[] = [];
  closed = false;

  constructor({ webSocket }: Response) {
    if (!webSocket) throw new Error("not upgraded");
    this.socket = webSocket;
    webSocket.addEventListener("message", ({ data }) => {
      this.messages.push(JSON.parse(data as string) as BoardMessage);
    });
    webSocket.addEventListener("close", () => {
      this.closed = true;
    });
    webSocket.accept();
  }

  /** What the page knows of this appointment: the newest it was told. */
  room(appointmentId: string): Presence | undefined {
    let known: Presence | undefined;
    for (const message of this.messages) {
      if (message.type === "records") continue;
      const rooms = message.type === "picture" ? message.rooms : [message.room];
      if (message.type === "picture") known = undefined;
      known = rooms.find((room) => room.appointmentId === appointmentId) ?? known;
    }
    return known;
  }

  /** Waits until the page knows this person to be in this state, and says how many milliseconds that took. */
  async sees(appointmentId: string, personId: string, state: string): Promise<number> {
    const from = Date.now();
    const seen = () => stateOf(this.room(appointmentId), personId);
    await vi.waitFor(() => expect(seen()).toBe(state), { timeout: NET_MS, interval: 10 });
    return Date.now() - from;
  }
}

export async function listenAs(live: LiveSchool, personId: string): Promise<BoardPage> {
  return new BoardPage(await askBoard(live, personId));
}

export function stateOf(room: Presence | undefined, personId: string): string | undefined {
  return room?.people.find(({ participantId }) => participantId === personId)?.state;
}
