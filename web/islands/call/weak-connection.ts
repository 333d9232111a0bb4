import type { Picture } from "./sending.ts";

/** What the far end said of our packets since the last look. */
export type ConnectionReport = { lost: number; roundTripMs: number };

/** Down quickly, because the sound suffers meanwhile; up slowly, because a picture that comes and goes is worse than a small one. */
const BAD_LOOKS_DOWN = 2;
const GOOD_LOOKS_UP = 5;
const MOST_LOOKS_UP = 40;
const BAD = { lost: 0.08, roundTripMs: 900 };
const GOOD = { lost: 0.02, roundTripMs: 400 };
const STEPS = ["full", "smaller", "small", "none"] as const satisfies Picture[];

/**
 * Says how much of the picture our connection carries beside the sound. Looked at once a second; an attempt to go up that fails
 * doubles the wait for the next.
 */
export class WeakConnection {
  #step = 0;
  #bad = 0;
  #good = 0;
  #wait = GOOD_LOOKS_UP;
  #rose = false;

  get picture(): (typeof STEPS)[number] {
    return STEPS[this.#step] ?? "none";
  }

  look({ lost, roundTripMs }: ConnectionReport): void {
    const isBad = lost > BAD.lost || roundTripMs > BAD.roundTripMs;
    const isGood = lost < GOOD.lost && roundTripMs < GOOD.roundTripMs;
    this.#bad = isBad ? this.#bad + 1 : 0;
    this.#good = isGood ? this.#good + 1 : 0;
    if (this.#bad >= BAD_LOOKS_DOWN) this.#down();
    else if (this.#good >= this.#wait) this.#up();
  }

  #down(): void {
    this.#wait = this.#rose ? Math.min(MOST_LOOKS_UP, this.#wait * 2) : this.#wait;
    this.#rose = false;
    this.#step = Math.min(STEPS.length - 1, this.#step + 1);
    this.#bad = 0;
    this.#good = 0;
  }

  #up(): void {
    if (this.#step === 0) this.#wait = GOOD_LOOKS_UP;
    this.#rose = this.#step > 0;
    this.#step = Math.max(0, this.#step - 1);
    this.#good = 0;
  }
}

type Remote = { type: string; packetsLost?: number; roundTripTime?: number; localId?: string };
type Outbound = { type: string; id: string; packetsSent?: number };

/** Reads the reports on what we send; null where the far end has said nothing new, as in the first seconds and on a dead connection. */
export function connectionReader(): (stats: RTCStatsReport) => ConnectionReport | null {
  let before = { lost: 0, sent: 0 };
  return (stats) => {
    let [lost, sent, roundTripMs, heard] = [0, 0, 0, false];
    for (const report of stats.values() as Iterable<Remote & Outbound>) {
      if (report.type === "outbound-rtp") sent += report.packetsSent ?? 0;
      if (report.type !== "remote-inbound-rtp") continue;
      heard = true;
      lost += report.packetsLost ?? 0;
      roundTripMs = Math.max(roundTripMs, (report.roundTripTime ?? 0) * 1000);
    }
    const fresh = { lost: lost - before.lost, sent: sent - before.sent };
    before = { lost, sent };
    if (fresh.sent <= 0 || !heard) return null;
    return { lost: Math.min(1, Math.max(0, fresh.lost / fresh.sent)), roundTripMs };
  };
}
