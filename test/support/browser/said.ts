import type { Page } from "playwright-core";

/** Runs before the page's own scripts: keeps each announcement that the page or a box over it is given, as often as it is given. */
export function noteWhatIsSaid(): void {
  const said: string[] = [];
  Object.assign(window, { said });
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes)
      if (target instanceof Element && target.matches("[data-said]"))
        said.push(...[...addedNodes].map(({ textContent }) => textContent ?? ""));
  }).observe(document, { subtree: true, childList: true });
}

/** All that was announced since this page was loaded. */
export function said(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { said: string[] }).said);
}

/** Waits until these words have been announced. */
export async function hearing(page: Page, words: string): Promise<void> {
  const isSaid = (wanted: string) =>
    (window as unknown as { said: string[] }).said.some((sentence) => sentence.includes(wanted));
  await page.waitForFunction(isSaid, words);
}
