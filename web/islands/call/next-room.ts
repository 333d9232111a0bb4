import type { PassReply } from "../../../durable-objects/protocol.ts";
import { MediaSession, type MediaSessionParts, type Sent } from "./media-session.ts";
import { RoomLink, type RoomLinkEvents, type RoomMessage } from "./room-link.ts";

export type NextRoomParts = {
  appointmentId: string;
  pass: PassReply;
  sent: Sent;
  /** It has begun with us in a seat. */
  onBegun: () => void;
  /** The connection to it is gone; whoever goes there opens another. */
  onGone: () => void;
};

/**
 * The room of the next appointment, got ready while the call before it still runs: the socket is open, and camera and microphone are sent to
 * the SFU, where nobody can have them yet. So at the change of appointments only the others' pictures have to be asked for.
 */
export class NextRoom {
  readonly appointmentId: string;
  readonly pass: PassReply;
  readonly link: RoomLink;
  #parts: NextRoomParts;
  #media: MediaSession | undefined;
  #last: RoomMessage | undefined;

  constructor(parts: NextRoomParts) {
    this.#parts = parts;
    this.appointmentId = parts.appointmentId;
    this.pass = parts.pass;
    this.link = new RoomLink(parts.appointmentId, parts.pass.ticket, {
      onMessage: (message) => this.#onMessage(message),
      onChat: () => {},
      onClosed: () => this.#gone(),
    });
  }

  setLocal(sent: Sent): void {
    this.#parts.sent = sent;
    this.#media?.setLocal(sent);
  }

  /** Hands over: the socket tells `events` from now on, and the media `parts`. `last` is what the room said last. */
  take(
    events: RoomLinkEvents,
    parts: MediaSessionParts,
  ): { media: MediaSession | undefined; last: RoomMessage | undefined } {
    this.link.listen(events);
    this.link.send({ type: "arrive" });
    this.#media?.listen(parts);
    return { media: this.#media, last: this.#last };
  }

  close(): void {
    this.#media?.close();
    this.link.close(true);
  }

  #onMessage(message: RoomMessage): void {
    // A new picture of the room leaves our place in it as it was.
    this.#last =
      message.type === "room" && this.#last ? { ...this.#last, room: message.room, now: message.now } : message;
    if (!this.#media) this.#warm();
    if (message.type === "admitted") this.#parts.onBegun();
  }

  #warm(): void {
    this.#media = new MediaSession(
      {
        iceServers: this.pass.iceServers as RTCIceServer[],
        me: this.pass.participantId,
        request: (request) => this.link.request(request),
        send: (message) => this.link.send(message),
        onRemote: () => {},
        onSilence: () => {},
        onPicture: () => {},
        onLost: () => {
          this.#media = undefined;
        },
      },
      this.#parts.sent,
    );
    this.#media.warm();
  }

  #gone(): void {
    this.#media?.close();
    this.#media = undefined;
    this.#parts.onGone();
  }
}
