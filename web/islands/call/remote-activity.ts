/**
 * What the statistics show of the others, by the ids of their MediaStreamTracks: who speaks, and whose picture has stopped though the camera
 * is on.
 */
export type RemoteActivity = { speaking: ReadonlySet<string>; frozen: ReadonlySet<string> };
export type ActivityReader = { read(): Promise<RemoteActivity> };

const LOUD = 0.02;
/** Between two words nobody has stopped speaking: a sign that comes and goes with each would not be calm. */
const PAUSE_MS = 1200;
const FROZEN_AFTER_MS = 3000;

type Inbound = { type: string; kind: string; trackIdentifier: string; audioLevel?: number; framesDecoded?: number };

export function activityReader(pc: RTCPeerConnection): ActivityReader {
  const frames = new Map<string, { count: number; at: number }>();
  const heard = new Map<string, number>();
  return {
    async read() {
      const speaking = new Set<string>();
      const frozen = new Set<string>();
      for (const report of (await pc.getStats()).values() as Iterable<Inbound>) {
        if (report.type !== "inbound-rtp") continue;
        if (report.kind === "audio" && speaks(heard, report)) speaking.add(report.trackIdentifier);
        if (report.kind === "video" && isFrozen(frames, report)) frozen.add(report.trackIdentifier);
      }
      return { speaking, frozen };
    },
  };
}

function speaks(heard: Map<string, number>, { trackIdentifier, audioLevel = 0 }: Inbound): boolean {
  const now = performance.now();
  if (audioLevel > LOUD) heard.set(trackIdentifier, now);
  return now - (heard.get(trackIdentifier) ?? -PAUSE_MS) < PAUSE_MS;
}

function isFrozen(frames: Map<string, { count: number; at: number }>, report: Inbound): boolean {
  const now = performance.now();
  const count = report.framesDecoded ?? 0;
  const before = frames.get(report.trackIdentifier);
  if (before?.count !== count) frames.set(report.trackIdentifier, { count, at: now });
  return before?.count === count && now - before.at > FROZEN_AFTER_MS;
}
