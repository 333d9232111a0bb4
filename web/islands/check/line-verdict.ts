import type { Key } from "../../words/words.ts";

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
  words: Key<"check">;
  advice: Key<"check"> | null;
};

/** The call asks for 600 kbit/s of picture; talk feels like talk below a quarter of a second there and back. */
const GOOD = { loss: 0.03, roundTripMs: 250, bits: 200_000 };
/** Beyond this the sound itself breaks. */
const FAIR = { loss: 0.1, roundTripMs: 600, bits: 60_000 };

export function verdictOf(finding: LineFinding): LineVerdict {
  if ("failure" in finding) return FAILURES[finding.failure];
  const { measure } = finding;
  if (isWithin(measure, GOOD)) return { state: "works", name: "good", words: "check.lineGood", advice: null };
  if (isWithin(measure, FAIR))
    return {
      state: "works",
      name: "fair",
      words: "check.lineFair",
      advice: "check.lineFairAdvice",
    };
  return {
    state: "fails",
    name: "poor",
    words: "check.linePoor",
    advice: "check.linePoorAdvice",
  };
}

function isWithin(measure: LineMeasure, bounds: LineMeasure): boolean {
  return measure.loss <= bounds.loss && measure.roundTripMs <= bounds.roundTripMs && measure.bits >= bounds.bits;
}

const FAILURES: Record<LineFailure, LineVerdict> = {
  offline: {
    state: "fails",
    name: "offline",
    words: "check.offline",
    advice: "check.offlineAdvice",
  },
  busy: {
    state: "unknown",
    name: "busy",
    words: "check.notTried",
    advice: "check.busyAdvice",
  },
  "no-service": {
    state: "unknown",
    name: "no-service",
    words: "check.notTried",
    advice: "check.noServiceAdvice",
  },
  blocked: {
    state: "fails",
    name: "blocked",
    words: "check.blocked",
    advice: "check.blockedAdvice",
  },
  unsupported: {
    state: "fails",
    name: "unsupported",
    words: "check.unsupported",
    advice: "check.unsupportedAdvice",
  },
};
