import { ReceiverEstimatedMaxBitrate, RtcpPayloadSpecificFeedback } from "werift";
import { transportOf } from "./peer.ts";
import type { Session } from "./session.ts";

/** What a published video may use. On one machine the processor is the limit, not the network. */
const BITS_PER_SECOND_A_VIDEO = 900_000;
/** REMB carries the rate as an 18-bit mantissa and a power of two. */
const MANTISSA_LIMIT = 1 << 18;

/** Without a word Chromium begins at 300 kbit/s and climbs by 8 % a second (measured); with one it is there at once. */
export const REMB_EVERY_MS = 1_000;

/** Tells a publisher how much it may send. REMB counts for the transport, so one message names all its videos and their sum. */
export function sendRemb(session: Session): void {
  const transport = transportOf(session.peer);
  const videos = [...session.tracks.values()].filter(
    (track) => track.location === "local" && track.kind === "video" && !track.closed,
  );
  const ssrcs = videos.flatMap((track) =>
    track.location === "local"
      ? [...track.layers.values()].flatMap(({ ssrc }) => (ssrc === undefined ? [] : [ssrc]))
      : [],
  );
  if (transport?.state !== "connected" || ssrcs.length === 0) return;
  const feedback = new ReceiverEstimatedMaxBitrate({
    senderSsrc: 1,
    mediaSsrc: 0, // must be 0 in REMB: the list names the streams
    ssrcNum: ssrcs.length,
    ssrcFeedbacks: ssrcs,
    ...asPowerOfTwo(videos.length * BITS_PER_SECOND_A_VIDEO),
  });
  transport.sendRtcp([new RtcpPayloadSpecificFeedback({ feedback })]).catch(() => undefined);
}

function asPowerOfTwo(bitsPerSecond: number): { brExp: number; brMantissa: number } {
  let brExp = 0;
  let brMantissa = bitsPerSecond;
  while (brMantissa >= MANTISSA_LIMIT) {
    brMantissa = Math.floor(brMantissa / 2);
    brExp += 1;
  }
  return { brExp, brMantissa };
}
