/** The server's time on a device whose own clock may be wrong: the last word of the server plus what has passed since. */
export type ServerClock = { now(): number; set(serverNow: number): void };

/** `serverNow` is what the page was answered with; the answer's arrival is in the navigation's timing. */
export function serverClock(serverNow: number): ServerClock {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  let offset = serverNow - (navigation?.responseStart ?? 0);
  return {
    now: () => offset + performance.now(),
    set(at) {
      offset = at - performance.now();
    },
  };
}
