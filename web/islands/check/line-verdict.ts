/** What three seconds through the school's video service and back have shown. */
export type LineMeasure = {
  /** Of the packets that should have come back, 0 to 1. */
  loss: number;
  /** There and back, milliseconds. */
  roundTripMs: number;
  /** What came back, bits a second. */
  bits: number;
};

/** Why there is nothing to measure. `offline`: the school's site is not reached. `busy`: too many tries. */
export type LineFailure = "offline" | "busy" | "no-service" | "blocked" | "unsupported";
export type LineFinding = { measure: LineMeasure } | { failure: LineFailure };
export type LineVerdict = {
  state: "works" | "unknown" | "fails";
  name: "good" | "fair" | "poor" | LineFailure;
  words: string;
  advice: string;
};

/** The call asks for 600 kbit/s of picture; talk feels like talk below a quarter of a second there and back. */
const GOOD = { loss: 0.03, roundTripMs: 250, bits: 200_000 };
/** Beyond this the sound itself breaks. */
const FAIR = { loss: 0.1, roundTripMs: 600, bits: 60_000 };

export function verdictOf(finding: LineFinding): LineVerdict {
  if ("failure" in finding) return FAILURES[finding.failure];
  const { measure } = finding;
  if (isWithin(measure, GOOD)) return { state: "works", name: "good", words: "Good enough for video", advice: "" };
  if (isWithin(measure, FAIR))
    return {
      state: "works",
      name: "fair",
      words: "Good enough for sound",
      advice: "The picture may stop now and then. Closer to your Wi-Fi it gets better.",
    };
  return {
    state: "fails",
    name: "poor",
    words: "Weak",
    advice:
      "The sound may break up. Go closer to your Wi-Fi, stop other videos and downloads in the house, or try mobile data.",
  };
}

function isWithin(measure: LineMeasure, bounds: LineMeasure): boolean {
  return measure.loss <= bounds.loss && measure.roundTripMs <= bounds.roundTripMs && measure.bits >= bounds.bits;
}

const FAILURES: Record<LineFailure, LineVerdict> = {
  offline: {
    state: "fails",
    name: "offline",
    words: "No connection",
    advice: "We could not reach the school’s site. Look at your Wi-Fi or mobile data, then try again.",
  },
  busy: {
    state: "unknown",
    name: "busy",
    words: "Not tried",
    advice: "That is a lot of tries from where you are. Try again in a quarter of an hour.",
  },
  "no-service": {
    state: "unknown",
    name: "no-service",
    words: "Not tried",
    advice:
      "We could not reach the video service at the moment. That is not your connection: try again in a few minutes.",
  },
  blocked: {
    state: "fails",
    name: "blocked",
    words: "Video is blocked",
    advice:
      "Your network lets no video call through, as at some workplaces. Try mobile data or another Wi-Fi, and turn off a VPN if you use one.",
  },
  unsupported: {
    state: "fails",
    name: "unsupported",
    words: "Not with this browser",
    advice: "This browser cannot make video calls. Try Chrome, Edge, Firefox or Safari, as new as you can get it.",
  },
};
