import {
  RTCRtpCodecParameters,
  RTCRtpHeaderExtensionParameters,
  type RTCRtpTransceiver,
  RTP_EXTENSION_URI,
} from "werift";
import type { Session } from "./session.ts";

export type Kind = "audio" | "video";

/**
 * VP8 with retransmission, and Opus: what every browser speaks. Nothing is transcoded here, so a second video codec would let two
 * people end up without one in common.
 *
 * No `transport-cc`: against werift's feedback Chromium stays at 300 kbit/s. REMB tells it the rate instead (bandwidth.ts).
 * Fresh objects each time: werift writes the negotiated payload types into them, and two connections must not share those.
 */
export function codecs(): Record<Kind, RTCRtpCodecParameters[]> {
  const videoFeedback = [{ type: "nack" }, { type: "nack", parameter: "pli" }, { type: "goog-remb" }];
  return {
    audio: [
      new RTCRtpCodecParameters({
        mimeType: "audio/opus",
        clockRate: 48_000,
        channels: 2,
        payloadType: 111,
        rtcpFeedback: [],
        parameters: "minptime=10;useinbandfec=1",
      }),
    ],
    video: [
      new RTCRtpCodecParameters({
        mimeType: "video/VP8",
        clockRate: 90_000,
        payloadType: 96,
        rtcpFeedback: videoFeedback,
      }),
      new RTCRtpCodecParameters({
        mimeType: "video/rtx",
        clockRate: 90_000,
        payloadType: 97,
        rtcpFeedback: [],
        parameters: "apt=96",
      }),
    ],
  };
}

const BOTH_WAYS: Record<Kind, readonly string[]> = {
  audio: [RTP_EXTENSION_URI.sdesMid, RTP_EXTENSION_URI.absSendTime, RTP_EXTENSION_URI.audioLevelIndication],
  video: [RTP_EXTENSION_URI.sdesMid, RTP_EXTENSION_URI.absSendTime, RTP_EXTENSION_URI.videoOrientation],
};

/** Simulcast layers are told apart by these, towards the SFU only: a subscriber gets one layer as a plain track. */
const TOWARDS_SFU: Record<Kind, readonly string[]> = {
  audio: [],
  video: [RTP_EXTENSION_URI.sdesRTPStreamID, RTP_EXTENSION_URI.repairedRtpStreamId],
};

/** The header extensions taken from publishers. Fresh objects each time, as for {@link codecs}. */
export function headerExtensions(): Record<Kind, RTCRtpHeaderExtensionParameters[]> {
  const extensions = (kind: Kind) =>
    [...BOTH_WAYS[kind], ...TOWARDS_SFU[kind]].map((uri) => new RTCRtpHeaderExtensionParameters({ uri }));
  return { audio: extensions("audio"), video: extensions("video") };
}

/**
 * Gives a transceiver that the SFU is about to offer the payload types and extension ids that its session already uses: the m-lines of a
 * bundle share one numbering, and a browser refuses an offer that numbers the same thing twice or two things alike.
 */
export function numberAsNegotiated(session: Session, transceiver: RTCRtpTransceiver): void {
  const kind = transceiver.kind as Kind;
  const negotiated = session.peer
    .getTransceivers()
    .find((other) => other !== transceiver && other.kind === kind && other.mid !== null && other.codecs.length > 0);
  if (negotiated) transceiver.codecs = negotiated.codecs.map((codec) => new RTCRtpCodecParameters({ ...codec }));

  const uriById = session.peer.extIdUriMap;
  transceiver.headerExtensions = BOTH_WAYS[kind].map((uri) => {
    const id = idOf(uri, uriById) ?? freeId(uriById);
    uriById[id] = uri;
    return new RTCRtpHeaderExtensionParameters({ uri, id });
  });
}

function idOf(uri: string, uriById: Record<number, string>): number | undefined {
  const entry = Object.entries(uriById).find(([, known]) => known === uri);
  return entry && Number(entry[0]);
}

function freeId(uriById: Record<number, string>): number {
  let id = 1;
  while (uriById[id]) id += 1;
  return id;
}
