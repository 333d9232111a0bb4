/** A clock that ticks each second and misses this many has slept. */
const SLEPT_MS = 5000;

/** Calls `wake` for as long as the page lives, whenever what was open may be dead and has not said so. Each of these alone is enough. */
export function onWaking(wake: () => void): void {
  addEventListener("online", wake);
  // Wi-Fi to mobile: not every browser has it, and nowhere else is the old connection known to be dead before its beats fail.
  (navigator as { connection?: EventTarget }).connection?.addEventListener("change", wake);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  let lastTick = Date.now();
  setInterval(() => {
    const now = Date.now();
    if (now - lastTick > SLEPT_MS) wake();
    lastTick = now;
  }, 1000);
}
