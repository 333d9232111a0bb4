import type { ClientMessage, Kind, RoomView } from "../../../durable-objects/protocol.ts";
import { LongSilence } from "./long-silence.ts";
import type { Reply, Request } from "./room-link.ts";
import { encodingOf, type Picture, setPicture } from "./sending.ts";
import { arrivedOver, Silence } from "./silence.ts";
import { connectionReader, WeakConnection } from "./weak-connection.ts";

/** What this page publishes; either may be missing. */
export type LocalTracks = Partial<Record<Kind, MediaStreamTrack>>;
/** What this page sends, and what the others are told to be off. */
export type Sent = { tracks: LocalTracks; muted: Record<Kind, boolean> };
export type RemoteTrack = { trackId: string; participantId: string; kind: Kind; track: MediaStreamTrack };

export type MediaSessionParts = {
  iceServers: RTCIceServer[];
  me: string;
  request: (request: Request) => Promise<Reply | null>;
  send: (message: ClientMessage) => boolean;
  onRemote: (tracks: RemoteTrack[]) => void;
  /** Nothing arrives any more: is it the whole connection? */
  onSilence: () => void;
  /** How much of the picture the connection carries has changed. */
  onPicture: (picture: Picture) => void;
  /**
   * Gone for good. `session`: the room knows, a new MediaSession on the same link will do. `connection`: only this page knows, so
   * that it must come in anew for the room to open another SFU session.
   */
  onLost: (session: MediaSession, what: "session" | "connection") => void;
};

type Pulled = RemoteTrack & { mid: string };
/** `flows`: its packets come as long as nothing is wrong. The SFU waits for the first of a track that is pulled. */
type Wanted = { trackId: string; participantId: string; kind: Kind; flows: boolean };

const RETRY_MS = 1000;
const WATCH_EVERY_MS = 400;
const CONNECTION_EVERY_MS = 1000;
/** A browser says "disconnected" after some seconds without a packet; a new session costs less than waiting on for the old one. */
const DISCONNECT_GRACE_MS = 2000;

/**
 * One peer connection for one session in one room. Until it is shown the room it only sends, little and to nobody: that is how the media
 * of a room that has not begun is prepared. All negotiation goes through one queue: the SFU refuses overlaps with 406.
 * Tracks are never closed by negotiation, which would cut the whole bundle: the room closes mids by force.
 */
export class MediaSession {
  #parts: MediaSessionParts;
  #pc: RTCPeerConnection;
  #sent: Sent;
  #room: RoomView | null = null;
  #senders = new Map<Kind, RTCRtpSender>();
  /** By what names the room knows what we send, and what it was last told of each. */
  #published = new Map<Kind, { trackId: string; muted: boolean }>();
  #pulled = new Map<string, Pulled>();
  /** Ids that could not be pulled, and when to try again (performance time). */
  #failed = new Map<string, number>();
  #running = false;
  #again = false;
  #over = false;
  #silence = new Silence();
  #isToAsk = false;
  /** The SFU itself does not answer: then neither the peer connection is to blame nor the socket to the room. */
  #isSfuDown = false;
  #weakConnection = new WeakConnection();
  #readConnection = connectionReader();
  #longSilence = new LongSilence();
  #watches: ReturnType<typeof setInterval>[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: MediaSessionParts, sent: Sent) {
    this.#parts = parts;
    this.#sent = sent;
    this.#pc = new RTCPeerConnection({ iceServers: parts.iceServers, bundlePolicy: "max-bundle" });
    this.#pc.onconnectionstatechange = () => this.#onConnection();
    this.#watches = [
      setInterval(() => void this.#watch(), WATCH_EVERY_MS),
      setInterval(() => void this.#lookAtConnection(), CONNECTION_EVERY_MS),
    ];
  }

  get peerConnection(): RTCPeerConnection {
    return this.#pc;
  }

  /** Whoever is told of what happens from now on. */
  listen(parts: MediaSessionParts): void {
    this.#parts = parts;
  }

  /** The room as it is now: pulls what is new, lets go of what has gone. */
  setRoom(room: RoomView): void {
    const isFirst = !this.#room;
    this.#room = room;
    this.#sync();
    if (isFirst) this.#applyPicture();
  }

  /** Begins to send before there is a room to see. */
  warm(): void {
    this.#sync();
  }

  /** Changes what is sent: at once where something of that kind is published, else by publishing it. */
  setLocal(sent: Sent): void {
    this.#sent = sent;
    for (const [kind, sender] of this.#senders) {
      const track = sent.tracks[kind];
      if (track && sender.track !== track) void sender.replaceTrack(track).catch(() => this.#lose());
    }
    this.#tellMuted();
    this.#sync();
  }

  /** The network has changed under the page, or the page has slept: asks at once whether the media still flows. */
  check(): void {
    this.#isToAsk = this.#pc.connectionState !== "new";
    this.#sync();
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#grace);
    for (const watch of this.#watches) clearInterval(watch);
    this.#pc.close();
  }

  #sync(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    if (!this.#over) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      do {
        this.#again = false;
        await this.#askWhetherAlive();
        await this.#pullAtFirst();
        await this.#publish();
        await this.#unpull();
        await this.#pull();
      } while (this.#again && !this.#over);
    } catch {
      // A browser that cannot apply an answer has a broken connection: the next one starts clean.
      this.#lose();
    } finally {
      this.#running = false;
    }
  }

  /**
   * The others' pictures before one's own: the connection then comes up with them in it, and they are there one negotiation sooner. Only
   * what flows, so that one's own sound never waits for somebody who is away.
   */
  async #pullAtFirst(): Promise<void> {
    if (!this.#pc.remoteDescription) await this.#pull(({ flows }) => flows);
  }

  async #publish(): Promise<void> {
    const fresh = (["audio", "video"] as const).filter((kind) => this.#sent.tracks[kind] && !this.#senders.has(kind));
    if (fresh.length === 0 || this.#over) return;
    const added = fresh.map((kind) => ({ kind, transceiver: this.#add(kind) }));
    await this.#pc.setLocalDescription(await this.#pc.createOffer());
    const tracks = added.map(({ kind, transceiver }) => ({ kind, mid: transceiver.mid ?? "" }));
    const reply = await this.#ask({ type: "publish", sdp: this.#pc.localDescription?.sdp ?? "", tracks });
    if (reply?.type !== "published") {
      this.#lose(reply?.type === "failed" && reply.retry ? "session" : "connection");
      return;
    }
    await this.#pc.setRemoteDescription({ type: "answer", sdp: reply.sdp });
    for (const { mid, trackId } of reply.tracks) {
      const kind = tracks.find((track) => track.mid === mid)?.kind;
      if (kind) this.#published.set(kind, { trackId, muted: false });
    }
    this.#tellMuted();
  }

  #add(kind: Kind): RTCRtpTransceiver {
    const transceiver = this.#pc.addTransceiver(this.#sent.tracks[kind] ?? kind, {
      direction: "sendonly",
      sendEncodings: [encodingOf(kind, this.#picture)],
    });
    this.#senders.set(kind, transceiver.sender);
    return transceiver;
  }

  async #pull(which: (wanted: Wanted) => boolean = () => true): Promise<void> {
    const wanted = this.#wanted().filter((one) => which(one) && this.#mayPull(one.trackId));
    if (wanted.length === 0 || this.#over) return;
    const reply = await this.#ask({ type: "pull", trackIds: wanted.map(({ trackId }) => trackId) });
    if (reply?.type !== "pulled") return this.#retryLater(wanted.map(({ trackId }) => trackId));
    this.#retryLater(reply.tracks.filter((track) => "error" in track).map(({ trackId }) => trackId));
    if (!reply.sdp) return;
    await this.#pc.setRemoteDescription({ type: "offer", sdp: reply.sdp });
    await this.#pc.setLocalDescription(await this.#pc.createAnswer());
    for (const track of reply.tracks) {
      const from = wanted.find(({ trackId }) => trackId === track.trackId);
      if ("mid" in track && from) this.#receive({ ...from, mid: track.mid });
    }
    this.#tell();
    const answered = await this.#ask({ type: "answer", sdp: this.#pc.localDescription?.sdp ?? "" });
    // The SFU waits for it, and sends nothing of what was pulled.
    if (answered?.type === "failed") this.#lose();
  }

  get #picture(): Picture {
    return this.#room ? this.#weakConnection.picture : "ahead";
  }

  #applyPicture(): void {
    const video = this.#senders.get("video");
    if (video && !this.#over) void setPicture(video, this.#picture);
  }

  /** A picture that the connection does not carry is off for the others, as one that was turned off. */
  #tellMuted(): void {
    for (const [kind, published] of this.#published) {
      const muted = this.#sent.muted[kind] || (kind === "video" && this.#picture === "none");
      if (published.muted === muted) continue;
      published.muted = muted;
      this.#parts.send({ type: "mute", trackId: published.trackId, muted });
    }
  }

  async #lookAtConnection(): Promise<void> {
    if (!this.#room || this.#pc.connectionState !== "connected") return;
    const stats = await this.#pc.getStats();
    // Only a session of its own brings back what the SFU has dropped: the room opens one for whoever comes in anew.
    if (this.#longSilence.look(stats.values(), performance.now())) return this.#lose();
    const report = this.#readConnection(stats);
    const before = this.#weakConnection.picture;
    if (report) this.#weakConnection.look(report);
    if (this.#weakConnection.picture === before || this.#over) return;
    this.#applyPicture();
    this.#tellMuted();
    this.#parts.onPicture(this.#weakConnection.picture);
  }

  async #watch(): Promise<void> {
    const { connectionState } = this.#pc;
    if (this.#over || connectionState === "new" || connectionState === "connecting") return;
    const arrived = await arrivedOver(this.#pc);
    if (this.#over || !this.#silence.look(arrived, performance.now())) return;
    this.#isToAsk = true;
    this.#parts.onSilence();
    this.#sync();
  }

  /** Only the SFU's own word that the session is gone begins a new one: a connection that stalls is no reason. */
  async #askWhetherAlive(): Promise<void> {
    if (!this.#isToAsk || this.#over) return;
    this.#isToAsk = false;
    const reply = await this.#ask({ type: "check" });
    this.#isSfuDown = reply?.type === "failed";
    if (this.#isSfuDown) this.#silence.unanswered(performance.now());
  }

  #receive(pulled: Omit<Pulled, "track">): void {
    const transceiver = this.#pc.getTransceivers().find((one) => one.mid === pulled.mid);
    if (transceiver) this.#pulled.set(pulled.trackId, { ...pulled, track: transceiver.receiver.track });
  }

  async #unpull(): Promise<void> {
    const wanted = new Set(this.#wanted().map(({ trackId }) => trackId));
    const gone = [...this.#pulled.values()].filter(({ trackId }) => !wanted.has(trackId));
    if (gone.length === 0 || this.#over) return;
    for (const { trackId } of gone) this.#pulled.delete(trackId);
    this.#tell();
    await this.#ask({ type: "unpull", mids: gone.map(({ mid }) => mid) });
  }

  #wanted(): Wanted[] {
    const others = (this.#room?.people ?? []).filter(({ participantId }) => participantId !== this.#parts.me);
    return others.flatMap(({ participantId, state, tracks }) =>
      tracks.map(({ trackId, kind, muted }) => ({
        trackId,
        participantId,
        kind,
        flows: state === "present" && !muted,
      })),
    );
  }

  #mayPull(trackId: string): boolean {
    return !this.#pulled.has(trackId) && (this.#failed.get(trackId) ?? 0) <= performance.now();
  }

  #retryLater(trackIds: string[]): void {
    if (trackIds.length === 0 || this.#over) return;
    for (const trackId of trackIds) this.#failed.set(trackId, performance.now() + RETRY_MS);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sync(), RETRY_MS + 50);
  }

  /** Null where the link went away or the session was lost; a failure that may be tried again is returned. */
  async #ask(request: Request): Promise<Reply | null> {
    const reply = await this.#parts.request(request);
    if (reply?.type === "failed" && reply.code === "media_session_lost") this.#lose("session");
    return reply;
  }

  #tell(): void {
    if (!this.#over) this.#parts.onRemote([...this.#pulled.values()]);
  }

  #onConnection(): void {
    clearTimeout(this.#grace);
    const { connectionState } = this.#pc;
    if (connectionState === "failed" || connectionState === "disconnected") this.#loseAfter(DISCONNECT_GRACE_MS);
  }

  #loseAfter(ms: number): void {
    this.#grace = setTimeout(() => (this.#isSfuDown ? this.#loseAfter(ms) : this.#lose()), ms);
  }

  #lose(what: "session" | "connection" = "connection"): void {
    if (this.#over) return;
    this.close();
    this.#parts.onLost(this, what);
  }
}
