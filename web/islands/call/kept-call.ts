import type { Unsent } from "./chat.ts";

/**
 * What a reload of this tab needs to come back to its seat by itself: where it was, its own epoch (no press), what was turned off, and own
 * messages that the room has not told back. In the tab's session storage, so that it goes with the tab.
 */
export type KeptCall = {
  appointmentId: string;
  epoch: string;
  cameraOff: boolean;
  micOff: boolean;
  unsent: readonly Unsent[];
};

const KEY = "parlour.call";

export function keepCall(kept: KeptCall): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage a reload comes back to the Join button.
  }
}

export function forgetCall(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}

/**
 * The call to come back to, after a reload only, the browser's own included, when it had thrown the tab away to save memory (Chromium: a
 * `back_forward` that `wasDiscarded`). A copied tab copies the storage too, and must not take the seat from the first.
 * `isKnown` says whether the page still has that appointment.
 */
export function keptCall(isKnown: (appointmentId: string) => boolean): KeptCall | undefined {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (navigation?.type !== "reload" && !(document as { wasDiscarded?: boolean }).wasDiscarded) return undefined;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as KeptCall | null;
    return kept && isKnown(kept.appointmentId) ? kept : undefined;
  } catch {
    return undefined;
  }
}
