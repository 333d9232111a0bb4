import { PictureLossIndication, type RTCDtlsTransport, RtcpPayloadSpecificFeedback } from "werift";
import type { Session } from "./session.ts";
import type { PublishedTrack } from "./tracks.ts";

/** A keyframe is several times a frame's size: many subscribers asking at once must not cost one each. libwebrtc answers none within 300 ms. */
const LEAST_BETWEEN_MS = 320;
/** After a subscription begins. The first request may come too soon after another subscriber's to be answered. */
const AFTER_JOINING_MS = [350, 1_000, 2_500];

/** Sends a picture loss indication to the publisher; `soon` not so shortly after another. Audio needs none. */
export function askForKeyframe(source: PublishedTrack, urgency: "now" | "soon"): void {
  if (source.kind !== "video" || source.closed) return;
  const now = Date.now();
  if (urgency === "soon" && now - source.keyframeAskedAt < LEAST_BETWEEN_MS) return;
  source.keyframeAskedAt = now;
  for (const { ssrc } of source.layers.values()) {
    if (ssrc !== undefined) source.transceiver.receiver.sendRtcpPLI(ssrc).catch(() => undefined);
  }
}

/**
 * A new subscriber sees black until a keyframe comes: asks at once, and again in case the first answer was lost. Not before the subscriber
 * is connected: that keyframe would go nowhere. On connecting, {@link askForAllPulled} asks.
 */
export function askForKeyframesAfterJoining(source: PublishedTrack, isConnected: boolean): void {
  if (!isConnected) return;
  askForKeyframe(source, "now");
  for (const delay of AFTER_JOINING_MS) setTimeout(() => askForKeyframe(source, "soon"), delay).unref();
}

/** Every video that the session pulls, afresh: what was sent before it connected never arrived. */
export function askForAllPulled(session: Session): void {
  for (const track of session.tracks.values()) {
    if (track.location === "remote" && track.source) askForKeyframesAfterJoining(track.source, true);
  }
}

/**
 * Hands a subscriber's picture loss indications on to the publisher. Read from the transport, because werift routes them by the *sender's*
 * SSRC first: in a connection that also publishes, Chromium puts its own published SSRC there, and the request would be lost.
 */
export function passOnKeyframeRequests(session: Session, transport: RTCDtlsTransport): void {
  transport.onRtcp.subscribe((packet) => {
    if (!(packet instanceof RtcpPayloadSpecificFeedback) || !(packet.feedback instanceof PictureLossIndication)) return;
    const { mediaSsrc } = packet.feedback;
    for (const track of session.tracks.values()) {
      if (track.location !== "remote" || track.transceiver.sender.ssrc !== mediaSsrc) continue;
      if (track.source) askForKeyframe(track.source, "soon");
    }
  });
}
