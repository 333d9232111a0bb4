/** The API's waits and limits in milliseconds; a test may shorten them. */
export type Timing = {
  /** How long an operation waits for the peer connection, or a pull for the track's first packet. */
  connectWaitMs: number;
  /** A published track without a packet for this long is collected. */
  silentTrackMs: number;
  /** A session survives this long without its browser, then a new one is needed. */
  lostSessionMs: number;
  /** A session that never connected is forgotten after this. */
  unusedSessionMs: number;
  /** How often the two above are looked at. */
  sweepEveryMs: number;
};

/** Cloudflare's own where it publishes them (its page "Limits, timeouts, and quotas"). */
export const CLOUD_TIMING: Timing = {
  connectWaitMs: 5_000,
  silentTrackMs: 30_000,
  lostSessionMs: 30_000,
  unusedSessionMs: 120_000,
  sweepEveryMs: 2_000,
};
