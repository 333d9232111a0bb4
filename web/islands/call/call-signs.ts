/** What the statistics show of the others: who speaks, and whose picture has stopped though the camera is on. */
export type Signs = { speaking: ReadonlySet<string>; frozen: ReadonlySet<string> };
/** By the id of a remote MediaStreamTrack. */
export type SignReader = { read(): Promise<Signs> };

const LOUD = 0.02;
const FROZEN_AFTER_MS = 3000;

type Inbound = { type: string; kind: string; trackIdentifier: string; audioLevel?: number; framesDecoded?: number };

export function signReader(pc: RTCPeerConnection): SignReader {
  const frames = new Map<string, { count: number; at: number }>();
  return {
    async read() {
      const speaking = new Set<string>();
      const frozen = new Set<string>();
      for (const report of (await pc.getStats()).values() as Iterable<Inbound>) {
        if (report.type !== "inbound-rtp") continue;
        if (report.kind === "audio" && (report.audioLevel ?? 0) > LOUD) speaking.add(report.trackIdentifier);
        if (report.kind === "video" && isFrozen(frames, report)) frozen.add(report.trackIdentifier);
      }
      return { speaking, frozen };
    },
  };
}

function isFrozen(frames: Map<string, { count: number; at: number }>, report: Inbound): boolean {
  const now = performance.now();
  const count = report.framesDecoded ?? 0;
  const before = frames.get(report.trackIdentifier);
  if (before?.count !== count) frames.set(report.trackIdentifier, { count, at: now });
  return before?.count === count && now - before.at > FROZEN_AFTER_MS;
}
