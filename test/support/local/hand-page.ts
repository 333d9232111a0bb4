import { expect, vi } from "vitest";
import WebSocket from "ws";
import type { ClientMessage, ServerMessage, TrackInfo } from "../../../durable-objects/protocol.ts";
import type { School, Someone } from "./by-http.ts";
import { SfuClient } from "./sfu-client.ts";

type Numbered = Extract<ClientMessage, { id: number }>;
type Unnumbered<T> = T extends unknown ? Omit<T, "id"> : never;
type Reply = Extract<ServerMessage, { id: number }>;
export type Ended = { code: number; reason: string; at: number };

const PATIENCE = { timeout: 15_000, interval: 20 };
/**
 * workerd ends the TCP connection of a hibernatable socket that it closed, and that had sent nothing before, only when the object goes to
 * sleep, some ten seconds later. The close frame comes at once: this client waits no longer than that for the connection itself.
 */
const SOCKET_OPTIONS = { perMessageDeflate: false, closeTimeout: 50 };

/**
 * A page without a browser and without manners: it says what it is told to, never closes its peer connection, and goes on
 * sending packets whatever the room says.
 */
export class HandPage {
  readonly socket: WebSocket;
  readonly media: SfuClient;
  readonly heard: ServerMessage[] = [];
  ended: Ended | undefined;
  #requests = 0;
  #beat: NodeJS.Timeout;

  constructor(school: School, appointmentId: string, ticket: string) {
    const { run } = school;
    this.media = new SfuClient(run.sfu);
    const url = `${run.school.replace("http", "ws")}/rooms/${appointmentId}/socket`;
    this.socket = new WebSocket(url, ["parlour", ticket], SOCKET_OPTIONS);
    this.socket.on("message", (data) => {
      if (String(data) !== "pong") this.heard.push(JSON.parse(String(data)) as ServerMessage);
    });
    this.socket.on("close", (code, reason) => {
      this.ended = { code, reason: String(reason), at: Date.now() };
    });
    // A connection that breaks off is told by the close that follows.
    this.socket.on("error", () => {});
    this.#beat = setInterval(() => this.socket.readyState === WebSocket.OPEN && this.socket.send("ping"), 5_000);
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  async ask(request: Unnumbered<Numbered> & Record<string, unknown>): Promise<Reply> {
    this.#requests += 1;
    const id = this.#requests;
    this.say({ ...request, id });
    return vi.waitFor(() => {
      const reply = this.heard.find((message): message is Reply => "id" in message && message.id === id);
      if (!reply) throw new Error(`${request.type} is not answered; ended: ${JSON.stringify(this.ended)}`);
      return reply;
    }, PATIENCE);
  }

  /** Publishes a voice and sends packets from now on. Answers with the track's id. */
  async publish(extra: Record<string, unknown> = {}): Promise<string> {
    const { mid } = await this.#addVoice();
    const sdp = this.media.peer.localDescription?.sdp ?? "";
    const reply = await this.ask({ type: "publish", sdp, tracks: [{ kind: "audio", mid }], ...extra });
    if (reply.type !== "published") throw new Error(JSON.stringify(reply));
    await this.media.peer.setRemoteDescription({ type: "answer", sdp: reply.sdp });
    return reply.tracks[0]?.trackId ?? "";
  }

  /** An offer with a voice in it, to be published or not. */
  async #addVoice(): Promise<{ mid: string }> {
    const transceiver = this.media.addSender("audio");
    await this.media.offer();
    return { mid: transceiver.mid ?? "" };
  }

  async pull(trackId: string): Promise<void> {
    const reply = await this.ask({ type: "pull", trackIds: [trackId] });
    if (reply.type !== "pulled" || !reply.sdp) throw new Error(JSON.stringify(reply));
    await this.media.peer.setRemoteDescription({ type: "offer", sdp: reply.sdp });
    await this.media.peer.setLocalDescription(await this.media.peer.createAnswer());
    const sdp = this.media.peer.localDescription?.sdp ?? "";
    expect(await this.ask({ type: "answer", sdp })).toMatchObject({ type: "done" });
  }

  hears<T extends ServerMessage["type"]>(type: T): Promise<Extract<ServerMessage, { type: T }>> {
    return vi.waitFor(() => {
      const found = this.heard.findLast((message) => message.type === type);
      if (!found) throw new Error(`no ${type}; ended: ${JSON.stringify(this.ended)}`);
      return found as Extract<ServerMessage, { type: T }>;
    }, PATIENCE);
  }

  async ends(): Promise<Ended> {
    return vi.waitFor(() => {
      if (!this.ended) throw new Error("still open");
      return this.ended;
    }, PATIENCE);
  }

  tracksOf(participantId: string): TrackInfo[] {
    const news = this.heard.findLast((message) => "room" in message);
    const people = news && "room" in news ? news.room.people : [];
    return people.find((person) => person.participantId === participantId)?.tracks ?? [];
  }

  async destroy(): Promise<void> {
    clearInterval(this.#beat);
    this.socket.close();
    await this.media.close();
  }
}

/** Presses Join and waits for what the room says. `epoch`: comes back instead, with the epoch of that press. */
export async function enter(school: School, someone: Someone, appointmentId: string, epoch?: string) {
  const pass = await school.pass(someone, appointmentId, { epoch });
  if ("status" in pass) throw new Error(`The pass was refused with ${pass.status}`);
  const page = new HandPage(school, appointmentId, pass.ticket);
  await vi.waitFor(() => expect(page.socket.readyState).not.toBe(WebSocket.CONNECTING), PATIENCE);
  return { page, pass };
}
