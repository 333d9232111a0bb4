import { type TrackError, trackError } from "./errors.ts";
import { type Kind, numberAsNegotiated } from "./media-format.ts";
import { makeOffer, refuseOverlap } from "./negotiate.ts";
import type { Description, TrackRequest } from "./requests.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import type { PublishedTrack, PulledTrack } from "./tracks.ts";
import { waitUntil } from "./wait.ts";

type TrackReply = {
  sessionId: string | undefined;
  trackName: string | undefined;
  mid?: string;
} & Partial<TrackError>;
export type PullReply = {
  requiresImmediateRenegotiation: boolean;
  tracks: TrackReply[];
  sessionDescription?: Description;
};

/** Adds one m-line for each track that exists and has media, all in one offer. A track that cannot be pulled says why. */
export async function pullTracks(
  sessions: Sessions,
  session: Session,
  requests: readonly TrackRequest[],
): Promise<PullReply> {
  refuseOverlap(session);
  const found = await Promise.all(requests.map((request) => findSource(sessions, session, request)));
  const pulls = found.map((source, index) => ("errorCode" in source ? source : pull(session, source, requests[index])));
  const replies = (): TrackReply[] =>
    pulls.map((result, index) => ({
      sessionId: requests[index]?.sessionId,
      trackName: requests[index]?.trackName,
      ...("errorCode" in result ? result : { mid: result.mid }),
    }));
  if (pulls.every((result) => "errorCode" in result)) {
    return { requiresImmediateRenegotiation: false, tracks: replies() };
  }
  const sessionDescription = await makeOffer(session);
  for (const result of pulls) if (!("errorCode" in result)) register(session, result);
  return { requiresImmediateRenegotiation: true, tracks: replies(), sessionDescription };
}

/** Waits for the publisher's first packet: until then nobody knows that there will be one. */
async function findSource(
  sessions: Sessions,
  session: Session,
  request: TrackRequest,
): Promise<PublishedTrack | TrackError> {
  const source = sessions.published(request.sessionId ?? "", request.trackName ?? "");
  if (!source) return trackError("not_found_track_error", "The session publishes no track of this name");
  const { connectWaitMs } = session.timing;
  const isHeard = () => source.packetsIn > 0 && Date.now() - source.heardAt < connectWaitMs;
  const heard = await waitUntil(() => source.closed || isHeard(), connectWaitMs);
  return heard && !source.closed ? source : trackError("empty_track_error", "No media has come for this track");
}

function pull(session: Session, source: PublishedTrack, request: TrackRequest | undefined): PulledTrack {
  const transceiver = session.peer.addTransceiver(source.kind satisfies Kind, { direction: "sendonly" });
  numberAsNegotiated(session, transceiver);
  // One stream per publisher, so that a browser keeps a person's lips and voice together.
  transceiver.sender.streamId = source.publisher.id;
  return {
    location: "remote",
    mid: "",
    trackName: source.trackName,
    sessionId: source.publisher.id,
    kind: source.kind,
    transceiver,
    puller: session,
    source,
    preferredRid: request?.simulcast?.preferredRid,
    answered: false,
    packetsOut: 0,
    closed: false,
  };
}

/** The offer has given each new m-line its mid. Packets flow once the browser has answered. */
function register(session: Session, track: PulledTrack): void {
  track.mid = track.transceiver.mid ?? "";
  session.tracks.set(track.mid, track);
  // Listed as a subscriber from now on, so that a publication that ends meanwhile takes its source away.
  if (track.source?.closed) track.source = undefined;
  track.source?.subscribers.add(track);
}
