import { DurableObject } from "cloudflare:workers";
import type { AppointmentRoom } from "./appointment-room.ts";
import { readListener } from "./board-listener.ts";
import {
  type BoardMessage,
  LISTENER_HEADER,
  type Listener,
  type ListenerPass,
  type Presence,
} from "./board-protocol.ts";
import { kindOf, type Log } from "./log.ts";
import { inSameSchool, within } from "./object-names.ts";
import { platformPorts } from "./platform-ports.ts";
import type { Clock, Ports } from "./ports.ts";
import { PING, PONG } from "./protocol.ts";

export type BoardEnv = { ROOMS: DurableObjectNamespace<AppointmentRoom>; JURISDICTION?: string };

/** Rooms tell by themselves what changes: asking them is for what was lost on the way. */
const FILL_EVERY_MS = 30_000;

/**
 * Who is in the rooms of one evening, for staff's pages. Rooms tell it what changes; it asks them itself when somebody comes to look and
 * it has not asked for a while. It stores nothing, and nothing hangs on it: asleep or lost, it is as it was when the next page comes.
 */
export class EveningBoard extends DurableObject<BoardEnv> {
  /** What it was told since it woke. */
  #rooms = new Map<string, Presence>();
  /** When each room was asked, and its answer on the way: pages that come one after the other look at different rooms. */
  #asked = new Map<string, { at: number; answer: Promise<void> }>();
  #clock: Clock;
  #log: Log;

  /** The platform hands in no ports. */
  constructor(ctx: DurableObjectState, env: BoardEnv, { clock, log }: Ports = platformPorts(ctx)) {
    super(ctx, env);
    this.#clock = clock;
    this.#log = (line) => log({ ...line, boardId: ctx.id.name ?? null });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** A page listens. The Worker has looked at who it is, and says so in a header that no request from outside can bring. */
  override async fetch(request: Request): Promise<Response> {
    const pass = request.headers.get(LISTENER_HEADER);
    if (!pass) return new Response(null, { status: 403 });
    const { listener, open } = JSON.parse(decodeURIComponent(pass)) as ListenerPass;
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(listener);
    this.ctx.waitUntil(this.#greet(server, { listener, open }));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** A room's new picture. What is older than what the board has is left out. */
  async report(presence: Presence): Promise<void> {
    const known = this.#rooms.get(presence.appointmentId);
    if (known && known.at >= presence.at) return;
    this.#rooms.set(presence.appointmentId, presence);
    this.#tell(presence, known);
  }

  /** The records of appointments with these teachers have changed. */
  async changed(teacherIds: string[]): Promise<void> {
    const now = this.#clock.now();
    for (const { socket, listener } of this.#listeners(now))
      if (listener.teacherId === null || teacherIds.includes(listener.teacherId))
        send(socket, { type: "records", now });
  }

  /** The picture as it is, once the rooms of these appointments have been asked, if it is time. */
  async look({ listener, open }: ListenerPass): Promise<Presence[]> {
    await this.#fill(open);
    return [...this.#rooms.values()].filter((room) => concerns(listener, room));
  }

  /** Pages only listen: their beats are answered by the platform. */
  override webSocketMessage(socket: WebSocket): void {
    this.#log({ level: "warn", event: "message_unknown" });
    close(socket, 4400, "protocol_error");
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    close(socket, code === 1005 || code === 1006 ? 1000 : code, "");
  }

  /** What changes meanwhile the page is told at once, and finds in the picture again. */
  async #greet(server: WebSocket, pass: ListenerPass): Promise<void> {
    const rooms = await this.look(pass);
    send(server, { type: "picture", now: this.#clock.now(), rooms });
  }

  /** Also to whoever was told of the room before and is not expected in it any more. */
  #tell(room: Presence, before: Presence | undefined): void {
    const now = this.#clock.now();
    for (const { socket, listener } of this.#listeners(now))
      if (concerns(listener, room) || (before && concerns(listener, before))) send(socket, { type: "room", now, room });
  }

  /** Whose hour is over has to ask again, and so does a socket of another version that says too little. */
  #listeners(now: number): { socket: WebSocket; listener: Listener }[] {
    return this.ctx.getWebSockets().flatMap((socket) => {
      const listener = readListener(socket.deserializeAttachment());
      if (listener && listener.until > now) return [{ socket, listener }];
      close(socket, 1000, "again");
      return [];
    });
  }

  /** A room that does not answer tells of itself when something next changes in it. */
  async #fill(open: string[]): Promise<void> {
    const { name } = this.ctx.id;
    if (name) await Promise.all(open.map((appointmentId) => this.#askOnce(name, appointmentId)));
  }

  #askOnce(name: string, appointmentId: string): Promise<void> {
    const at = this.#clock.now();
    const before = this.#asked.get(appointmentId);
    if (before && at - before.at < FILL_EVERY_MS) return before.answer;
    const answer = this.#ask(name, appointmentId);
    this.#asked.set(appointmentId, { at, answer });
    return answer;
  }

  async #ask(name: string, appointmentId: string): Promise<void> {
    const beganAt = this.#clock.now();
    try {
      const rooms = within(this.env.ROOMS, this.env.JURISDICTION);
      const presence = await rooms.getByName(inSameSchool(name, appointmentId)).presence();
      if (presence) await this.report(presence);
    } catch (error) {
      const ms = this.#clock.now() - beganAt;
      this.#log({ level: "warn", event: "room_unanswered", appointmentId, error: kindOf(error), ms });
    }
  }
}

function concerns({ teacherId }: Listener, { people }: Presence): boolean {
  return teacherId === null || people.some((one) => one.participantId === teacherId && one.role === "teacher");
}

function send(socket: WebSocket, message: BoardMessage): void {
  try {
    socket.send(JSON.stringify(message));
  } catch {
    // Closed already: its page comes back for the whole picture.
  }
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // Closed already.
  }
}
