import type { MediaStreamTrack, RTCRtpTransceiver, RtpPacket } from "werift";
import { forward } from "./forward.ts";
import type { Kind } from "./media-format.ts";
import type { Session } from "./session.ts";
import type { PublishedTrack } from "./tracks.ts";

/** Makes an m-line that was just offered into a published track of the session. */
export function publish(
  session: Session,
  transceiver: RTCRtpTransceiver,
  name: { mid: string; trackName: string },
): PublishedTrack {
  const track: PublishedTrack = {
    location: "local",
    ...name,
    kind: transceiver.kind as Kind,
    transceiver,
    publisher: session,
    subscribers: new Set(),
    layers: new Map(),
    heardAt: Date.now(),
    keyframeAskedAt: 0,
    packetsIn: 0,
    packetsDropped: 0,
    closed: false,
  };
  for (const layer of transceiver.receiver.tracks) listen(track, layer);
  transceiver.onTrack.subscribe((layer) => listen(track, layer));
  session.tracks.set(track.mid, track);
  return track;
}

/** werift announces the same layer again after a renegotiation; it is listened to once. */
function listen(track: PublishedTrack, layer: MediaStreamTrack): void {
  const rid = layer.rid ?? "";
  if (track.layers.get(rid) === layer) return;
  track.layers.set(rid, layer);
  layer.onReceiveRtp.subscribe((packet) => receive(track, layer, packet));
}

function receive(track: PublishedTrack, layer: MediaStreamTrack, packet: RtpPacket): void {
  if (track.closed) {
    track.packetsDropped += 1;
    return;
  }
  track.packetsIn += 1;
  track.heardAt = Date.now();
  // A simulcast layer's SDP names no SSRC, and without one neither PLI nor REMB could go out for it.
  layer.ssrc ??= packet.header.ssrc;
  for (const subscriber of track.subscribers) forward(track, layer.rid, subscriber, packet);
}
