/** The SFU drops a track that sends nothing for 30 s, and tells nobody. Less, because it counts from what arrived. */
const DROPPED_AFTER_MS = 25_000;
/** Whoever did not look for so long, a sleeping page, cannot tell what was sent meanwhile. */
const LONGEST_LOOK_MS = 5000;

type Outbound = { type: string; id: string; packetsSent?: number };

/** Tells what was silent for so long that the SFU has dropped it: a microphone that a phone call, a pulled plug or a refusal took away. */
export class LongSilence {
  #sent = new Map<string, { packets: number; at: number }>();
  #lookedAt = 0;

  /** True where something is sent again that nobody can hear any more. `now`: milliseconds of any one clock. */
  look(stats: Iterable<Outbound>, now: number): boolean {
    if (now - this.#lookedAt > LONGEST_LOOK_MS) this.#sent.clear();
    this.#lookedAt = now;
    let isDropped = false;
    for (const { type, id, packetsSent = 0 } of stats) {
      if (type !== "outbound-rtp") continue;
      const before = this.#sent.get(id);
      if (before?.packets === packetsSent) continue;
      isDropped ||= before !== undefined && now - before.at > DROPPED_AFTER_MS;
      this.#sent.set(id, { packets: packetsSent, at: now });
    }
    return isDropped;
  }
}
