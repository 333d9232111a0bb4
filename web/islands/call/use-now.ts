import { useEffect, useState } from "preact/hooks";
import type { ServerClock } from "./server-clock.ts";

/** The server's time, looked at four times a second so that no second is skipped on the screen. */
export function useNow(clock: ServerClock): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), 250);
    return () => clearInterval(timer);
  }, [clock]);
  return now;
}
