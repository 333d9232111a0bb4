import type { Page } from "playwright-core";

export type Fetched = { awaited: (() => void)[]; brought: MediaStreamTrack[] };

/** Runs before the page's own scripts: real devices, which come when the test says so. */
export function slowDevices(): void {
  const fetched: Fetched = { awaited: [], brought: [] };
  Object.assign(window, { fetched });
  const fetchNow = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (what) => {
    await new Promise<void>((resolve) => fetched.awaited.push(resolve));
    const stream = await fetchNow(what);
    fetched.brought.push(...stream.getTracks());
    return stream;
  };
}

/** Lets so many come that are asked for by now, the newest first, each when the one before is there. */
export async function devicesCome(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => (window as unknown as { fetched: Fetched }).fetched.awaited.length === wanted,
    count,
  );
  await page.evaluate(async () => {
    const { fetched } = window as unknown as { fetched: Fetched };
    for (const come of fetched.awaited.splice(0).reverse()) {
      const before = fetched.brought.length;
      come();
      while (fetched.brought.length === before) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  // What the page does with the last one follows in the same turn.
  await page.waitForTimeout(100);
}

/** Whatever was brought and not let go. */
export function devicesIn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as { fetched: Fetched }).fetched.brought
      .filter(({ readyState }) => readyState === "live")
      .map(({ enabled, kind, label }) => `${enabled ? "open" : "muted"} ${kind} ${label}`),
  );
}
