import { type TrackError, trackError } from "./errors.ts";
import { answerOffer, refuseOverlap } from "./negotiate.ts";
import { type CloseTracksBody, checkTrackCount, type Description, needSdp } from "./requests.ts";
import type { Session } from "./session.ts";
import { closeTrack } from "./tracks.ts";

type ClosedTrack = { mid: string } & Partial<TrackError>;
export type CloseReply = {
  requiresImmediateRenegotiation: false;
  tracks: ClosedTrack[];
  sessionDescription?: Description;
};

/**
 * Closes by force, without SDP: media stops before this returns. It does not wait for the session's turn, because an ending must not stand
 * behind a pull that waits five seconds for a camera.
 */
export function forceClose(session: Session, body: CloseTracksBody): CloseReply {
  checkTrackCount(body.tracks);
  return { requiresImmediateRenegotiation: false, tracks: body.tracks.map(({ mid }) => closeOne(session, mid)) };
}

/**
 * Closes with the browser's offer that already left the tracks out. Where that offer rejects the session's first m-line, Chromium sets its
 * transport up anew and all media of the session stops for seconds; force avoids it.
 */
export async function closeWithOffer(session: Session, body: CloseTracksBody): Promise<CloseReply> {
  checkTrackCount(body.tracks);
  const sdp = needSdp(body.sessionDescription, "offer");
  refuseOverlap(session);
  await session.connected();
  let tracks: ClosedTrack[] = [];
  const sessionDescription = await answerOffer(session, sdp, () => {
    tracks = body.tracks.map(({ mid }) => closeOne(session, mid));
  });
  return { requiresImmediateRenegotiation: false, tracks, sessionDescription };
}

function closeOne(session: Session, mid: string): ClosedTrack {
  const track = session.tracks.get(mid);
  if (!track || track.closed) {
    return { mid, ...trackError("close_track_error", "Track doesn't exist or was already closed") };
  }
  closeTrack(track);
  return { mid };
}
