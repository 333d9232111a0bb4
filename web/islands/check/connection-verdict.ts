import type { Key } from "../../words/words.ts";

/** What three seconds through the school's video service and back have shown. */
export type ConnectionMeasure = {
  /** Of the packets that should have come back, 0 to 1. */
  loss: number;
  /** There and back, milliseconds. */
  roundTripMs: number;
  /** What came back, bits a second. */
  bits: number;
};

/** Why there is nothing to measure. `offline`: the school's site is not reached. `busy`: too many tries. */
export type ConnectionFailure = "offline" | "busy" | "no-service" | "blocked" | "unsupported";
export type ConnectionFinding = { measure: ConnectionMeasure } | { failure: ConnectionFailure };
export type ConnectionVerdict = {
  state: "works" | "unknown" | "fails";
  name: "good" | "fair" | "poor" | ConnectionFailure;
  words: Key<"check">;
  advice: Key<"check"> | null;
};

/** The call asks for 600 kbit/s of picture; talk feels like talk below a quarter of a second there and back. */
const GOOD = { loss: 0.03, roundTripMs: 250, bits: 200_000 };
/** Beyond this the sound itself breaks. */
const FAIR = { loss: 0.1, roundTripMs: 600, bits: 60_000 };

export function verdictOf(finding: ConnectionFinding): ConnectionVerdict {
  if ("failure" in finding) return FAILURES[finding.failure];
  const { measure } = finding;
  if (isWithin(measure, GOOD))
    return { state: "works", name: "good", words: "check.connection.good.status", advice: null };
  if (isWithin(measure, FAIR))
    return {
      state: "works",
      name: "fair",
      words: "check.connection.fair.status",
      advice: "check.connection.fair.text",
    };
  return {
    state: "fails",
    name: "poor",
    words: "check.connection.poor.status",
    advice: "check.connection.poor.text",
  };
}

function isWithin(measure: ConnectionMeasure, bounds: ConnectionMeasure): boolean {
  return measure.loss <= bounds.loss && measure.roundTripMs <= bounds.roundTripMs && measure.bits >= bounds.bits;
}

const FAILURES: Record<ConnectionFailure, ConnectionVerdict> = {
  offline: {
    state: "fails",
    name: "offline",
    words: "check.connection.offline.status",
    advice: "check.connection.offline.text",
  },
  busy: {
    state: "unknown",
    name: "busy",
    words: "check.connection.notTried.status",
    advice: "check.connection.busy.text",
  },
  "no-service": {
    state: "unknown",
    name: "no-service",
    words: "check.connection.notTried.status",
    advice: "check.connection.noService.text",
  },
  blocked: {
    state: "fails",
    name: "blocked",
    words: "check.connection.blocked.status",
    advice: "check.connection.blocked.text",
  },
  unsupported: {
    state: "fails",
    name: "unsupported",
    words: "check.connection.unsupported.status",
    advice: "check.connection.unsupported.text",
  },
};
