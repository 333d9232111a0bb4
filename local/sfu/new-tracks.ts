import { invalidParams } from "./errors.ts";
import { refuseOverlap } from "./negotiate.ts";
import { type PullReply, pullTracks } from "./pull-tracks.ts";
import { discoverTracks, type PushReply, pushTracks } from "./push-tracks.ts";
import { checkTrackCount, type NewTracksBody, needSdp } from "./requests.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";

/** `tracks/new`: publishes with a browser's offer, or pulls with an offer of our own. */
export async function newTracks(
  sessions: Sessions,
  session: Session,
  body: NewTracksBody,
): Promise<PushReply | PullReply> {
  const pushing = body.sessionDescription !== undefined || body.autoDiscover === true;
  const tracks = body.tracks ?? [];
  if (!body.autoDiscover) checkTrackCount(tracks);
  const location = pushing ? "local" : "remote";
  if (tracks.some((track) => (track.location ?? location) !== location)) {
    throw invalidParams(`With${pushing ? "" : "out"} a sessionDescription every track must be ${location}`);
  }
  const sdp = pushing ? needSdp(body.sessionDescription, "offer") : "";
  refuseOverlap(session);
  // The first negotiation is what makes a connection, so only later ones can wait for it.
  if (session.negotiated) await session.connected();
  if (!pushing) return pullTracks(sessions, session, tracks);
  return pushTracks(session, sdp, body.autoDiscover ? discoverTracks(session, sdp) : tracks);
}
