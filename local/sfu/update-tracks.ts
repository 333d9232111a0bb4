import { type TrackError, trackError } from "./errors.ts";
import { attach, preferLayer } from "./forward.ts";
import { checkTrackCount, type TrackRequest, type UpdateTracksBody } from "./requests.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";

type UpdatedTrack = {
  mid: string | undefined;
  sessionId: string | undefined;
  trackName: string | undefined;
} & Partial<TrackError>;
export type UpdateReply = { requiresImmediateRenegotiation: false; tracks: UpdatedTrack[] };

/** Gives pulled m-lines another simulcast layer, or another source of the same kind, without negotiating. */
export function updateTracks(sessions: Sessions, session: Session, body: UpdateTracksBody): UpdateReply {
  checkTrackCount(body.tracks);
  return {
    requiresImmediateRenegotiation: false,
    tracks: body.tracks.map((request) => updateOne(sessions, session, request)),
  };
}

function updateOne(sessions: Sessions, session: Session, request: TrackRequest): UpdatedTrack {
  const { mid, sessionId, trackName, simulcast } = request;
  const refuse = (error: TrackError) => ({ mid, sessionId, trackName, ...error });
  const track = session.tracks.get(mid ?? "");
  if (track?.location !== "remote" || track.closed) {
    return refuse(trackError("update_track_error", "The session pulls no open track on this mid"));
  }
  const source = sessions.published(sessionId ?? track.sessionId, trackName ?? track.trackName);
  if (!source) return refuse(trackError("not_found_track_error", "The session publishes no track of this name"));
  if (source.kind !== track.kind) return refuse(trackError("update_track_error", "The track is of another kind"));
  if (source !== track.source) attach(track, source);
  if (simulcast?.preferredRid !== undefined) preferLayer(track, simulcast.preferredRid);
  return { mid, sessionId: track.sessionId, trackName: track.trackName };
}
