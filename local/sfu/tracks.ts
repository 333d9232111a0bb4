import type { MediaStreamTrack, RTCRtpTransceiver } from "werift";
import type { Kind } from "./media-format.ts";
import type { Session } from "./session.ts";

/** What a session publishes on one of its m-lines. */
export type PublishedTrack = {
  location: "local";
  mid: string;
  trackName: string;
  kind: Kind;
  transceiver: RTCRtpTransceiver;
  publisher: Session;
  subscribers: Set<PulledTrack>;
  /** By rid: one entry with an empty rid without simulcast. */
  layers: Map<string, MediaStreamTrack>;
  /** Epoch milliseconds of the last packet; of the publication as long as none has come. */
  heardAt: number;
  keyframeAskedAt: number;
  /** Packets taken while open, and packets that came after closing and went nowhere. */
  packetsIn: number;
  packetsDropped: number;
  closed: boolean;
};

/** What a session receives on one of its m-lines. */
export type PulledTrack = {
  location: "remote";
  mid: string;
  trackName: string;
  /** The publisher's. */
  sessionId: string;
  kind: Kind;
  transceiver: RTCRtpTransceiver;
  puller: Session;
  /** Undefined once the publication has ended. */
  source: PublishedTrack | undefined;
  preferredRid: string | undefined;
  /** The puller has answered the offer that carries this track. */
  answered: boolean;
  packetsOut: number;
  closed: boolean;
};

export type Track = PublishedTrack | PulledTrack;

/** Whether media may flow: open, and with a source that is. */
export function isActive(track: Track): boolean {
  if (track.closed) return false;
  return track.location === "local" || track.source !== undefined;
}

/**
 * Ends a track at once. A published one: its packets are dropped from here on and its subscriptions lose their source. A pulled one: only
 * that subscription. Closing twice does nothing.
 */
export function closeTrack(track: Track): void {
  if (track.closed) return;
  track.closed = true;
  if (track.location === "local") {
    for (const subscriber of track.subscribers) subscriber.source = undefined;
    track.subscribers.clear();
  } else {
    track.source?.subscribers.delete(track);
    track.source = undefined;
    // The next offer says so to the browser, which then lets go of the decoder. An inactive m-line keeps its port, unlike a rejected one.
    track.transceiver.setDirection("inactive");
  }
}
