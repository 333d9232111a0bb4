import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { ServerClock } from "./server-clock.ts";

/** Draws again whenever the source tells. */
export function useSubscription(source: { subscribe(listener: () => void): () => void }): void {
  const [, draw] = useState(0);
  // In the same breath as the first drawing, and once more for what was told while it was made.
  useLayoutEffect(() => {
    const listen = () => draw((count) => count + 1);
    listen();
    return source.subscribe(listen);
  }, [source]);
}

/** The server's time, looked at four times a second so that no second is skipped on the screen. */
export function useNow(clock: ServerClock): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), 250);
    return () => clearInterval(timer);
  }, [clock]);
  return now;
}
