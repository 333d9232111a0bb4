import type { Kind, RoomView } from "../../../durable-objects/protocol.ts";
import type { Reply, Request } from "./room-link.ts";

/** What this page publishes; either may be missing. */
export type LocalTracks = Partial<Record<Kind, MediaStreamTrack>>;
export type RemoteTrack = { trackId: string; participantId: string; kind: Kind; track: MediaStreamTrack };

export type MediaSessionParts = {
  iceServers: RTCIceServer[];
  me: string;
  request: (request: Request) => Promise<Reply | null>;
  onRemote: (tracks: RemoteTrack[]) => void;
  /** Our own track got its name in the room. */
  onPublished: (kind: Kind, trackId: string) => void;
  /**
   * Gone for good. `session`: the room knows, a new MediaSession on the same link will do. `connection`: only this page knows, so
   * that it must come in anew for the room to open another SFU session.
   */
  onLost: (what: "session" | "connection") => void;
};

type Pulled = RemoteTrack & { mid: string };

const RETRY_MS = 1000;
/** Enough for 640 by 360 at 24 frames; four of them fit a home line. */
const VIDEO_BITS = 600_000;
const AUDIO_BITS = 40_000;
/** A browser says "disconnected" after some seconds without a packet; a new session costs less than waiting on for the old one. */
const DISCONNECT_GRACE_MS = 2000;

/**
 * One peer connection for one session in one room. All negotiation goes through one queue: the SFU refuses overlaps with 406.
 * Tracks are never closed by negotiation, which would cut the whole bundle (calls-api.md, trap 1): the room closes mids by force.
 */
export class MediaSession {
  #parts: MediaSessionParts;
  #pc: RTCPeerConnection;
  #local: LocalTracks;
  #room: RoomView | null = null;
  #senders = new Map<Kind, RTCRtpSender>();
  #pulled = new Map<string, Pulled>();
  /** Ids that could not be pulled, and when to try again (performance time). */
  #failed = new Map<string, number>();
  #running = false;
  #again = false;
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: MediaSessionParts, local: LocalTracks) {
    this.#parts = parts;
    this.#local = local;
    this.#pc = new RTCPeerConnection({ iceServers: parts.iceServers, bundlePolicy: "max-bundle" });
    this.#pc.onconnectionstatechange = () => this.#onConnection();
  }

  get peerConnection(): RTCPeerConnection {
    return this.#pc;
  }

  /** The room as it is now: pulls what is new, lets go of what has gone. */
  setRoom(room: RoomView): void {
    this.#room = room;
    this.#sync();
  }

  /** Changes what is sent: at once where something of that kind is published, else by publishing it. */
  setLocal(local: LocalTracks): void {
    this.#local = local;
    for (const [kind, sender] of this.#senders) {
      const track = local[kind];
      if (track && sender.track !== track) void sender.replaceTrack(track).catch(() => this.#lose());
    }
    this.#sync();
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#grace);
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

  async #publish(): Promise<void> {
    const fresh = (["audio", "video"] as const).filter((kind) => this.#local[kind] && !this.#senders.has(kind));
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
      if (kind) this.#parts.onPublished(kind, trackId);
    }
  }

  #add(kind: Kind): RTCRtpTransceiver {
    const encoding = kind === "video" ? { maxBitrate: VIDEO_BITS, maxFramerate: 24 } : { maxBitrate: AUDIO_BITS };
    const transceiver = this.#pc.addTransceiver(this.#local[kind] ?? kind, {
      direction: "sendonly",
      sendEncodings: [encoding],
    });
    this.#senders.set(kind, transceiver.sender);
    return transceiver;
  }

  async #pull(): Promise<void> {
    const wanted = this.#wanted().filter(({ trackId }) => this.#mayPull(trackId));
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
    await this.#ask({ type: "answer", sdp: this.#pc.localDescription?.sdp ?? "" });
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

  #wanted(): { trackId: string; participantId: string; kind: Kind }[] {
    const others = (this.#room?.people ?? []).filter(({ participantId }) => participantId !== this.#parts.me);
    return others.flatMap(({ participantId, tracks }) =>
      tracks.map(({ trackId, kind }) => ({ trackId, participantId, kind })),
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
    if (this.#pc.connectionState === "failed") this.#lose();
    if (this.#pc.connectionState === "disconnected") this.#grace = setTimeout(() => this.#lose(), DISCONNECT_GRACE_MS);
  }

  #lose(what: "session" | "connection" = "connection"): void {
    if (this.#over) return;
    this.close();
    this.#parts.onLost(what);
  }
}
