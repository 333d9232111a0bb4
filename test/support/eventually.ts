import { vi } from "vitest";

/** A net against what never comes, not a measure: vitest's own second is too little where machines are shared and slow. */
const NET_MS = 20_000;

/** Waits until `check` throws no more, and answers what it answers. Throws what it threw last, after twenty seconds. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: NET_MS, interval: 20 });
}
