import { randomUUID } from "node:crypto";
import { type TrackError, trackError } from "./errors.ts";
import { answerOffer } from "./negotiate.ts";
import { publish } from "./publish.ts";
import type { Description, TrackRequest } from "./requests.ts";
import { sendingMids } from "./sdp.ts";
import type { Session } from "./session.ts";

type PushedTrack = { mid: string | undefined; trackName: string | undefined } & Partial<TrackError>;
export type PushReply = {
  requiresImmediateRenegotiation: false;
  tracks: PushedTrack[];
  sessionDescription: Description;
};

/** Publishes m-lines of a browser's offer. A track that cannot be published says why; the others are. */
export async function pushTracks(session: Session, sdp: string, requests: readonly TrackRequest[]): Promise<PushReply> {
  let tracks: PushedTrack[] = [];
  const sessionDescription = await answerOffer(session, sdp, () => {
    tracks = requests.map((request) => pushOne(session, request));
  });
  return { requiresImmediateRenegotiation: false, tracks, sessionDescription };
}

/** A request for each m-line that sends and is not published yet, under names of our own. */
export function discoverTracks(session: Session, sdp: string): TrackRequest[] {
  return sendingMids(sdp)
    .filter((mid) => !session.tracks.has(mid))
    .map((mid) => ({ location: "local", mid, trackName: randomUUID() }));
}

function pushOne(session: Session, { mid, trackName }: TrackRequest): PushedTrack {
  const refuse = (error: TrackError) => ({ mid, trackName, ...error });
  if (!mid || !trackName) return refuse(trackError("invalid_params", "A local track needs a mid and a trackName"));
  const transceiver = session.peer.getTransceivers().find((known) => known.mid === mid && !known.stopped);
  if (!transceiver) return refuse(trackError("invalid_params", "The offer has no usable m-line with this mid"));
  if (session.published(trackName)) {
    return refuse(trackError("repeated_local_track_error", "The session already publishes a track of this name"));
  }
  // A closed m-line stays closed: whoever still sends on it must not come back by itself.
  if (session.tracks.has(mid)) return refuse(trackError("repeated_local_track_error", "This mid has carried a track"));
  publish(session, transceiver, { mid, trackName });
  return { mid, trackName };
}
