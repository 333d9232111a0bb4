import type { ChatLine, ClientMessage, PassReply } from "../../../durable-objects/protocol.ts";
import type { EffectOf } from "./call-events.ts";
import { CallMedia, type CallMediaEvents, type MediaConnection } from "./call-media.ts";
import type { CallParts } from "./call-parts.ts";
import { Passes } from "./passes.ts";
import { RoomLink, type RoomLinkEvents, type RoomMessage } from "./room-link.ts";
import { RoomsAhead } from "./rooms-ahead.ts";
import type { Picture } from "./sending.ts";

type RoomConnectionParts = Pick<CallParts, "page" | "machine" | "clock" | "local" | "draw">;
export type RoomConnectionEvents = {
  onMessage: (message: RoomMessage, attempt: number) => void;
  onChat: (line: ChatLine) => void;
  onPicture: CallMediaEvents["onPicture"];
};

/** The page's way into a room: a pass, a socket, and the media that is negotiated over it; and the room after it, got ready in time. */
export class RoomConnection {
  readonly passes: Passes;
  readonly media: CallMedia;
  #parts: RoomConnectionParts;
  #events: RoomConnectionEvents;
  #ahead: RoomsAhead;
  #pass: PassReply | undefined;
  #link: RoomLink | undefined;
  #me: string;

  constructor(parts: RoomConnectionParts, events: RoomConnectionEvents) {
    this.#parts = parts;
    this.#events = events;
    const { me, guest } = parts.page.props;
    this.#me = me.participantId;
    this.passes = new Passes(guest);
    this.media = new CallMedia(parts, { onPicture: events.onPicture, onUnready: () => this.#ahead.pause() });
    this.#ahead = new RoomsAhead(parts, this.passes, () => this.startMedia());
  }

  /** Who this page is in the room. */
  get me(): string {
    return this.#me;
  }

  /** How much of our own picture the connection carries; null while nothing is sent to anybody. */
  get picture(): Picture | null {
    const isSending = this.#parts.machine.state.name === "in-call" && this.media.isOn;
    return isSending ? this.media.view.picture : null;
  }

  async askPass({ appointmentId, attempt, press }: EffectOf<"ask-pass">): Promise<void> {
    const { machine, clock } = this.#parts;
    const next = press ? undefined : this.#ahead.ready(appointmentId);
    const { reply, isFresh } = next
      ? { reply: next.pass, isFresh: false }
      : await this.passes.ask(appointmentId, press);
    if (attempt !== machine.call.attempt) return;
    if ("status" in reply) return machine.dispatch({ type: "refused", attempt, ...reply });
    this.#pass = reply;
    this.passes.epoch = reply.epoch;
    this.#me = reply.participantId;
    if (isFresh) clock.set(reply.now);
    machine.dispatch({ type: "passed", attempt });
  }

  /** The socket and the media that were got ready become those of the call, where there are any. */
  open({ appointmentId, attempt }: EffectOf<"open-socket">): void {
    if (!this.#pass) return;
    const events = this.#eventsOf(attempt);
    const next = this.#ahead.take(appointmentId);
    this.#link = next?.link ?? new RoomLink(appointmentId, this.#pass.ticket, events);
    const connection = this.#current();
    if (!next || !connection) return;
    const { media, last } = next.take(events, this.media.partsOver(connection));
    if (media) this.media.use(media, connection);
    if (last) events.onMessage(last);
  }

  /** `farewell` gives the seat back at once. */
  close(farewell: boolean): void {
    this.#link?.close(farewell);
    this.#link = undefined;
    // While the connection is being mended the media may still flow: it goes when the next session begins.
    if (this.#parts.machine.state.name !== "reconnecting") this.media.close();
  }

  send(message: ClientMessage): void {
    this.#link?.send(message);
  }

  /** The room has told the page its session: media that was negotiated over another connection is of no use in it. */
  onSession(sessionId: string): void {
    this.media.onSession(sessionId, this.#link);
  }

  startMedia(): void {
    const connection = this.#current();
    if (connection && !this.media.isOn) this.media.start(connection);
  }

  /** One's own devices have changed. */
  onDevices(): void {
    const sent = this.#parts.local.sent();
    this.media.setLocal(sent);
    this.#ahead.setLocal(sent);
  }

  /** To be called after each step of the call. */
  onStep(): void {
    this.#ahead.onStep();
  }

  /** To be called every second. */
  look(): void {
    this.#ahead.look();
  }

  /** Nothing that was open is believed before it has answered. */
  check(): void {
    this.#link?.check();
    this.media.check();
  }

  #current(): MediaConnection | undefined {
    if (!this.#link || !this.#pass) return undefined;
    return { link: this.#link, me: this.#me, iceServers: this.#pass.iceServers as RTCIceServer[] };
  }

  #eventsOf(attempt: number): RoomLinkEvents {
    const { onMessage, onChat } = this.#events;
    return {
      onMessage: (message) => onMessage(message, attempt),
      onChat,
      onClosed: (code) => this.#parts.machine.dispatch({ type: "closed", attempt, code }),
    };
  }
}
