import { audioContext } from "../call/mic-level.ts";

const PARTIALS: readonly [ratio: number, loudness: number][] = [
  [1, 0.3],
  [2, 0.15],
  [2.76, 0.1],
];
const SECONDS = 2.5;

type WithSink = { setSinkId?: (id: string) => Promise<void> };

/** Rings a small bell on the chosen speaker. Made here, so that nothing is fetched. */
export async function ringBell(speaker: string | undefined): Promise<void> {
  const context = audioContext();
  await context.resume();
  // Only some browsers can lead a context to another speaker; elsewhere it is the default one.
  if (speaker) await (context as WithSink).setSinkId?.(speaker).catch(() => {});
  for (const [ratio, loudness] of PARTIALS) strike(context, 660 * ratio, loudness);
}

function strike(context: AudioContext, frequency: number, loudness: number): void {
  const tone = new OscillatorNode(context, { frequency });
  const volume = new GainNode(context, { gain: loudness });
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + SECONDS);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + SECONDS);
}
