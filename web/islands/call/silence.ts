/** A transport that carries media hears its far end more often than this: reports of what it sends come every second or two. */
const SILENT_AFTER_MS = 1500;
const LONGEST_PATIENCE_MS = 8000;
/** How soon to ask again where nobody could say. */
const ASK_AGAIN_MS = 400;

/**
 * Tells a dead transport from a quiet one, out of a count of all that ever arrived: a browser takes five seconds and more to notice
 * by itself. It asks once in a silence, then after twice as long; and a connection that came back to life after a false alarm is
 * allowed longer silences from then on, so that nobody is asked again and again. Times are milliseconds of any one clock.
 */
export class Silence {
  #count = -1;
  #since = 0;
  #patience = SILENT_AFTER_MS;
  #askAt = 0;
  #asked = false;

  /** True where it is time to ask whether the far end is still there. */
  look(count: number, now: number): boolean {
    if (count !== this.#count) {
      if (this.#asked)
        this.#patience = Math.min(LONGEST_PATIENCE_MS, Math.max(this.#patience, 1.5 * (now - this.#since)));
      this.#count = count;
      this.#since = now;
      this.#askAt = now + this.#patience;
      this.#asked = false;
      return false;
    }
    if (now < this.#askAt) return false;
    this.#asked = true;
    this.#askAt = now + Math.max(this.#patience, now - this.#since);
    return true;
  }

  /** Nobody could say: the silence is no false alarm, and asking again soon is right. */
  unanswered(now: number): void {
    this.#askAt = now + ASK_AGAIN_MS;
  }
}

type Pair = { type: string; bytesReceived?: number; responsesReceived?: number };

/** All that ever arrived over a peer connection, media, reports and answers to connectivity checks alike. */
export async function arrivedOver(pc: RTCPeerConnection): Promise<number> {
  let arrived = 0;
  for (const { type, bytesReceived = 0, responsesReceived = 0 } of (await pc.getStats()).values() as Iterable<Pair>)
    if (type === "candidate-pair") arrived += bytesReceived + responsesReceived;
  return arrived;
}
