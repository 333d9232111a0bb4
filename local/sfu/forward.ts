import { RTP_EXTENSION_URI, type RtpPacket } from "werift";
import { askForKeyframe, askForKeyframesAfterJoining } from "./keyframes.ts";
import type { PublishedTrack, PulledTrack } from "./tracks.ts";

/** A frame of video at 30 per second, in ticks of its 90 kHz clock: the step from the last packet of one source to the next one's. */
const TIMESTAMP_STEP = 3_000;

/**
 * Extensions are hop by hop (RFC 8285), and werift would copy the publisher's under the publisher's ids, its `sdes:mid` among them, which
 * makes the browser put the packet on the wrong m-line. Only these two describe the media itself.
 */
const END_TO_END: readonly (string | undefined)[] = [
  RTP_EXTENSION_URI.audioLevelIndication,
  RTP_EXTENSION_URI.videoOrientation,
];

/** Sends one packet of a published track to one subscriber, unless it belongs to a layer that the subscriber does not get. */
export function forward(
  source: PublishedTrack,
  rid: string | undefined,
  subscriber: PulledTrack,
  packet: RtpPacket,
): void {
  if (!subscriber.answered || (rid !== undefined && rid !== layerFor(subscriber, source))) return;
  const copy = packet.clone();
  copy.header.extensions = packet.header.extensions.flatMap((extension) => {
    const uri = source.publisher.peer.extIdUriMap[extension.id];
    const negotiated = subscriber.transceiver.headerExtensions.find((known) => known.uri === uri);
    return negotiated && END_TO_END.includes(uri) ? [{ id: negotiated.id, payload: extension.payload }] : [];
  });
  copy.header.extension = copy.header.extensions.length > 0;
  subscriber.packetsOut += 1;
  // A socket that closes under a packet is no news: the session's own ending deals with it.
  subscriber.transceiver.sender.sendRtp(copy).catch(() => undefined);
}

/** Makes `source` what this subscription receives, in place of what it received before. */
export function attach(subscriber: PulledTrack, source: PublishedTrack): void {
  if (subscriber.source && subscriber.source !== source) {
    subscriber.source.subscribers.delete(subscriber);
    continueNumbering(subscriber);
  }
  subscriber.source = source;
  subscriber.trackName = source.trackName;
  subscriber.sessionId = source.publisher.id;
  source.subscribers.add(subscriber);
  askForKeyframesAfterJoining(source, subscriber.puller.peer.connectionState === "connected");
}

/** Switches the simulcast layer of a subscription. */
export function preferLayer(subscriber: PulledTrack, rid: string): void {
  if (subscriber.preferredRid === rid) return;
  subscriber.preferredRid = rid;
  continueNumbering(subscriber);
  if (subscriber.source) askForKeyframe(subscriber.source, "now");
}

/** The preferred layer where the publisher sends it, else the first by name. */
function layerFor(subscriber: PulledTrack, source: PublishedTrack): string | undefined {
  const { preferredRid } = subscriber;
  if (preferredRid !== undefined && source.layers.has(preferredRid)) return preferredRid;
  return [...source.layers.keys()].sort()[0];
}

/** Another source has other sequence numbers and timestamps; the browser must see one unbroken stream. */
function continueNumbering(subscriber: PulledTrack): void {
  subscriber.transceiver.sender.replaceRTP({ sequenceNumber: 0, timestamp: 0 }, true, TIMESTAMP_STEP);
}
