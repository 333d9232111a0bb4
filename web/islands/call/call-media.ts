import type { RoomView } from "../../../durable-objects/protocol.ts";
import type { CallParts } from "./call-parts.ts";
import { MediaSession, type MediaSessionParts, type Sent } from "./media-session.ts";
import { type ActivityReader, activityReader, type RemoteActivity } from "./remote-activity.ts";
import { type RemotePeople, withTracks } from "./remote-people.ts";
import type { RoomLink } from "./room-link.ts";
import type { Picture } from "./sending.ts";

/** What the views draw of it. */
export type MediaView = {
  people: RemotePeople;
  activity: RemoteActivity;
  /** How much of our own picture the connection carries. */
  picture: Picture;
};

/** The socket that media is negotiated over, and who this page is in its room. */
export type MediaConnection = { link: RoomLink; me: string; iceServers: RTCIceServer[] };

type CallMediaParts = Pick<CallParts, "machine" | "local" | "draw">;
export type CallMediaEvents = {
  /** How much of our own picture the connection carries has changed. */
  onPicture: () => void;
  /** What was only got ready is gone: nothing is lost yet. */
  onUnready: () => void;
};

const QUIET: RemoteActivity = { speaking: new Set(), frozen: new Set() };
const NOBODY: MediaView = { people: new Map(), activity: QUIET, picture: "full" };
const ACTIVITY_EVERY_MS = 400;
const LONGEST_WAIT_MS = 8000;
/** A media session that lasted this long was a good one: what ends it is news. */
const GOOD_SESSION_MS = 10_000;

/** The media of the room that the page is in: one session at a time, and another when the SFU has lost it. */
export class CallMedia {
  #parts: CallMediaParts;
  #events: CallMediaEvents;
  #view = NOBODY;
  #media: MediaSession | undefined;
  #connection: MediaConnection | undefined;
  #activity: ActivityReader | undefined;
  #sessionId = "";
  #tries = 0;
  #since = 0;

  constructor(parts: CallMediaParts, events: CallMediaEvents) {
    this.#parts = parts;
    this.#events = events;
    setInterval(() => void this.#readActivity(), ACTIVITY_EVERY_MS);
  }

  get view(): MediaView {
    return this.#view;
  }

  get isOn(): boolean {
    return this.#media !== undefined;
  }

  /** Another session in the room: what failed before it no longer counts, and media over another connection is not its own. */
  onSession(sessionId: string, link: RoomLink | undefined): void {
    if (sessionId === this.#sessionId) return;
    this.#sessionId = sessionId;
    this.#tries = 0;
    if (this.#connection?.link !== link) this.close();
  }

  /** Begins anew: in a seat with the others, before it only with what is sent. */
  start(connection: MediaConnection): void {
    this.close();
    const media = new MediaSession(this.partsOver(connection), this.#parts.local.sent());
    this.use(media, connection);
    const { state } = this.#parts.machine;
    if (state.name === "in-call") media.setRoom(state.room);
    else media.warm();
  }

  /** Takes over a session that was begun elsewhere, and listens by `partsOver` the same connection. */
  use(media: MediaSession, connection: MediaConnection): void {
    this.#media = media;
    this.#connection = connection;
    this.#since = performance.now();
    this.#activity = activityReader(media.peerConnection);
  }

  partsOver({ link, me, iceServers }: MediaConnection): MediaSessionParts {
    return {
      iceServers,
      me,
      request: (request) => link.request(request),
      send: (message) => link.send(message),
      onRemote: (tracks) => this.#show({ people: withTracks(this.#view.people, tracks) }),
      onSilence: () => link.check(),
      onPicture: (picture) => {
        this.#show({ picture });
        this.#events.onPicture();
      },
      onLost: (media, what) => this.#onLost(media, what),
    };
  }

  close(): void {
    this.#media?.close();
    this.#media = undefined;
    this.#connection = undefined;
    this.#activity = undefined;
    this.#show(NOBODY);
  }

  setRoom(room: RoomView): void {
    this.#media?.setRoom(room);
  }

  setLocal(sent: Sent): void {
    this.#media?.setLocal(sent);
  }

  check(): void {
    this.#media?.check();
  }

  #onLost(media: MediaSession, what: "session" | "connection"): void {
    if (this.#media !== media) return;
    const { machine } = this.#parts;
    const { name } = machine.state;
    if (name === "waiting") {
      this.close();
      this.#events.onUnready();
    }
    if (name !== "in-call") return;
    if (what === "session") this.#startAgain(media);
    // Only another connection to the room brings another session.
    else machine.dispatch({ type: "closed", attempt: machine.call.attempt, code: 1006 });
  }

  #startAgain(lost: MediaSession): void {
    if (performance.now() - this.#since > GOOD_SESSION_MS) this.#tries = 0;
    const wait = this.#tries === 0 ? 0 : Math.min(LONGEST_WAIT_MS, 125 * 2 ** this.#tries);
    this.#tries += 1;
    setTimeout(() => {
      if (this.#media === lost && this.#connection) this.start(this.#connection);
    }, wait);
  }

  async #readActivity(): Promise<void> {
    if (!this.#activity || document.visibilityState === "hidden") return;
    const activity = await this.#activity.read().catch(() => QUIET);
    const { speaking, frozen } = this.#view.activity;
    if (!sameSet(activity.speaking, speaking) || !sameSet(activity.frozen, frozen)) this.#show({ activity });
  }

  #show(part: Partial<MediaView>): void {
    this.#view = { ...this.#view, ...part };
    this.#parts.draw();
  }
}

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}
