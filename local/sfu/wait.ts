import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 20;

/** Whether `condition` came true within `limitMs`; looked at every 20 ms. */
export async function waitUntil(condition: () => boolean, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() >= deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}
