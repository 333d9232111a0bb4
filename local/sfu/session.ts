import { randomBytes } from "node:crypto";
import type { RTCPeerConnection } from "werift";
import { notConnected, sessionGone } from "./errors.ts";
import { askForAllPulled } from "./keyframes.ts";
import type { PacketLoss } from "./packet-loss.ts";
import { createPeer } from "./peer.ts";
import type { Timing } from "./timing.ts";
import { closeTrack, type PublishedTrack, type Track } from "./tracks.ts";
import { waitUntil } from "./wait.ts";

/** One peer connection with a browser, and the tracks on it. */
export class Session {
  readonly id = randomBytes(16).toString("hex");
  readonly createdAt = Date.now();
  readonly peer: RTCPeerConnection;
  readonly timing: Timing;
  readonly packetLoss: PacketLoss;
  /** By mid. Closed tracks stay: their m-lines are never used again. */
  readonly tracks = new Map<string, Track>();
  /** An offer of the SFU is out; nothing else can be negotiated until its answer comes. */
  awaitingAnswer = false;
  negotiated = false;
  everConnected = false;
  /** Epoch milliseconds of the last sign of life of the browser. */
  heardAt = Date.now();
  endedAt: number | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(timing: Timing, packetLoss: PacketLoss) {
    this.timing = timing;
    this.packetLoss = packetLoss;
    this.peer = createPeer(() => {
      this.heardAt = Date.now();
    });
    this.peer.connectionStateChange.subscribe((state) => {
      if (state === "connected") {
        this.everConnected = true;
        askForAllPulled(this);
      }
      if (state === "failed" || state === "closed") this.end();
    });
  }

  /** Runs an operation after all earlier ones of this session: a peer connection takes one negotiation at a time. */
  inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(() => {
      if (this.endedAt !== undefined) throw sessionGone();
      return operation();
    });
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves once connected. Throws 425 `session_error` where that takes longer than operations wait. */
  async connected(): Promise<void> {
    const isConnected = () => this.peer.connectionState === "connected";
    await waitUntil(() => isConnected() || this.endedAt !== undefined, this.timing.connectWaitMs);
    if (this.endedAt !== undefined) throw sessionGone();
    if (!isConnected()) throw notConnected();
  }

  published(trackName: string): PublishedTrack | undefined {
    for (const track of this.tracks.values()) {
      if (track.location === "local" && track.trackName === trackName && !track.closed) return track;
    }
    return undefined;
  }

  /** Ends every track and the connection. Ending twice does nothing. */
  end(): void {
    if (this.endedAt !== undefined) return;
    this.endedAt = Date.now();
    for (const track of this.tracks.values()) closeTrack(track);
    this.peer.close().catch(() => undefined);
  }
}
