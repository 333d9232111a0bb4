/** How loud a microphone is, 0 to 100, read when asked for. */
export type MicLevel = { read(): number; close(): void };

let context: AudioContext | undefined;

/** One audio context a page: phones allow few. Resumed by whatever press comes first. */
export function audioContext(): AudioContext {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume().catch(() => {});
  return context;
}

/** Listens to a track without playing it. */
export function micLevel(track: MediaStreamTrack): MicLevel {
  const source = audioContext().createMediaStreamSource(new MediaStream([track]));
  const analyser = audioContext().createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return loudness(Math.sqrt(power));
    },
    close() {
      source.disconnect();
    },
  };
}

/** Ears count in decibels: -60 dB is silence, -10 dB is loud speech. */
function loudness(amplitude: number): number {
  const decibels = 20 * Math.log10(Math.max(amplitude, 1e-6));
  return Math.round(Math.min(100, Math.max(0, (decibels + 60) * 2)));
}
