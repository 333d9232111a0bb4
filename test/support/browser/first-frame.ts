import type { Page } from "playwright-core";

/** A picture that was shown for the first time: whose, and when by the machine's clock, epoch milliseconds. */
export type Shown = { participantId: string; at: number };
type Watched = { shownFirst: Shown[]; pressedAt: number };

/** Runs before the page's own scripts: notes when the first frame of each other person is shown, and when a Join button was pressed last. */
export function watchFirstFrames(): void {
  const watched: Watched = { shownFirst: [], pressedAt: 0 };
  Object.assign(window, watched);
  const now = () => performance.timeOrigin + performance.now();
  const armed = new WeakMap<Element, string>();
  const arm = (video: HTMLVideoElement) => {
    const participantId = video.dataset.participant ?? "";
    if (armed.get(video) === participantId) return;
    armed.set(video, participantId);
    video.requestVideoFrameCallback(() => {
      (window as unknown as Watched).shownFirst.push({ participantId: video.dataset.participant ?? "", at: now() });
    });
  };
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>("video[data-participant]")) arm(video);
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-participant"] });
  addEventListener(
    "click",
    () => {
      (window as unknown as Watched).pressedAt = now();
    },
    { capture: true },
  );
}

/** When that person's first frame was shown, waited for; `since` leaves out what was shown before. */
export async function firstFrameOf(page: Page, participantId: string, since = 0, timeout = 60_000): Promise<number> {
  const found = await page.waitForFunction(
    ([id, from]) =>
      (window as unknown as Watched).shownFirst.find((shown) => shown.participantId === id && shown.at >= Number(from)),
    [participantId, since] as const,
    { timeout, polling: 20 },
  );
  return ((await found.jsonValue()) as Shown).at;
}

export function pressedAt(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Watched).pressedAt);
}
