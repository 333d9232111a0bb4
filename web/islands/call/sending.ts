/** Enough for 640 by 360 at 24 frames; four of them fit a home connection. */
const VIDEO_BITS = 600_000;
const AUDIO_BITS = 40_000;

/**
 * How much of the picture is sent. `ahead`: nobody sees it yet, it only keeps the way open. The others are for a connection that carries less
 * and less; the sound is never lowered.
 */
export type Picture = "full" | "smaller" | "small" | "none" | "ahead";

const PICTURES: Record<Picture, RTCRtpEncodingParameters> = {
  full: { active: true, maxBitrate: VIDEO_BITS, maxFramerate: 24, scaleResolutionDownBy: 1 },
  smaller: { active: true, maxBitrate: 250_000, maxFramerate: 15, scaleResolutionDownBy: 2 },
  small: { active: true, maxBitrate: 100_000, maxFramerate: 8, scaleResolutionDownBy: 4 },
  // Not nothing: the SFU drops a track that is silent for 30 s.
  none: { active: true, maxBitrate: 15_000, maxFramerate: 1, scaleResolutionDownBy: 8 },
  ahead: { active: true, maxBitrate: 100_000, maxFramerate: 5, scaleResolutionDownBy: 2 },
};

export function encodingOf(kind: "audio" | "video", picture: Picture): RTCRtpEncodingParameters {
  // Where a browser knows priorities, the sound goes first.
  if (kind === "audio") return { maxBitrate: AUDIO_BITS, priority: "high", networkPriority: "high" };
  return { ...PICTURES[picture], priority: "low", networkPriority: "low" };
}

/** Changes what a video sender sends, without negotiating. A sender that is closed or not yet negotiated is left alone. */
export async function setPicture(sender: RTCRtpSender, picture: Picture): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (!encoding) return;
  Object.assign(encoding, PICTURES[picture]);
  await sender.setParameters(parameters).catch(() => undefined);
}
