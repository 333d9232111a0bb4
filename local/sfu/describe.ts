import type { Session } from "./session.ts";
import { isActive, type Track } from "./tracks.ts";

/** The reply to `GET /sessions/{id}`. */
export function describeSession(session: Session) {
  return {
    tracks: [...session.tracks.values()].map((track) => ({
      location: track.location,
      mid: track.mid,
      trackName: track.trackName,
      ...(track.location === "remote" ? { sessionId: track.sessionId } : {}),
      status: isActive(track) ? "active" : "inactive",
    })),
    dataChannels: [],
  };
}

/** What `GET /debug/sessions` tells of a session: enough to prove that packets flow, or stopped. */
export type DebugSession = {
  sessionId: string;
  state: string;
  ended: boolean;
  tracks: DebugTrack[];
};
export type DebugTrack = {
  location: Track["location"];
  mid: string;
  trackName: string;
  kind: Track["kind"];
  active: boolean;
  /** Taken from the publisher; 0 for a pulled track. */
  packetsIn: number;
  /** Sent to the subscriber; for a published track, to all its present ones. */
  packetsOut: number;
  /** Came from the publisher after closing, and went nowhere. */
  packetsDropped: number;
  subscribers: { sessionId: string; mid: string }[];
};

export function debugSession(session: Session): DebugSession {
  return {
    sessionId: session.id,
    state: session.peer.connectionState,
    ended: session.endedAt !== undefined,
    tracks: [...session.tracks.values()].map(debugTrack),
  };
}

function debugTrack(track: Track): DebugTrack {
  const subscribers = track.location === "local" ? [...track.subscribers] : [];
  return {
    location: track.location,
    mid: track.mid,
    trackName: track.trackName,
    kind: track.kind,
    active: isActive(track),
    packetsIn: track.location === "local" ? track.packetsIn : 0,
    packetsOut:
      track.location === "local"
        ? subscribers.reduce((sum, subscriber) => sum + subscriber.packetsOut, 0)
        : track.packetsOut,
    packetsDropped: track.location === "local" ? track.packetsDropped : 0,
    subscribers: subscribers.map(({ puller, mid }) => ({ sessionId: puller.id, mid })),
  };
}
