/** The server's time on a device whose own clock may be wrong: the last word of the server plus what has passed since. */
export type ServerClock = {
  now(): number;
  set(serverNow: number): void;
  /** To be called every second. */
  look(): void;
};

/** More than any second is late by on a machine that is awake. */
const SLEPT_MS = 1500;

/** `serverNow` is what the page was answered with; the answer's arrival is in the navigation's timing. */
export function serverClock(serverNow: number): ServerClock {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  let offset = serverNow - (navigation?.responseStart ?? 0);
  let lead = Date.now() - performance.now();
  return {
    now: () => offset + performance.now(),
    set(at) {
      offset = at - performance.now();
    },
    // On most systems the browser's own count stands still while the machine sleeps; the device's clock, right or wrong, goes on.
    look() {
      const slept = Date.now() - performance.now() - lead;
      lead += slept;
      if (slept > SLEPT_MS) offset += slept;
    },
  };
}
