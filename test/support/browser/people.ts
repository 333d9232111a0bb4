import type { Browser, BrowserContext, Page } from "playwright-core";
import { watchPeerConnections } from "./media.ts";
import type { Product } from "./product.ts";
import { noteWhatIsSaid } from "./said.ts";

/** A net against what never comes, not a measure: three files share two processors here, and other work may take one of them. */
const NET_MS = 60_000;

/** One person at one device: a browser profile of their own, with a fake camera and microphone. */
export async function device(browser: Browser, width = 1280): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 800 },
    permissions: ["camera", "microphone"],
  });
  context.setDefaultTimeout(NET_MS);
  await context.addInitScript(watchPeerConnections);
  await context.addInitScript(noteWhatIsSaid);
  return { context, page: await context.newPage() };
}

/** A demo person, signed in, on a device of their own. */
export async function signedIn(browser: Browser, product: Product, name: string, width?: number): Promise<Page> {
  const { page } = await device(browser, width);
  await page.goto((await product.person(name)).signInUrl);
  return page;
}

/** Opens a video page and presses its Join button. Resolves when the page has a seat or a place in the line. */
export async function join(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await pressJoin(page);
}

export async function pressJoin(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Join Video/ })
    .first()
    .click();
  await callState(page, ["in-call", "waiting"]);
}

/** Waits until the call page stands in one of these states. Throws with the state and the words that it stands in instead. */
export async function callState(page: Page, names: string[], timeout = NET_MS): Promise<void> {
  const isThere = (wanted: string[]) => wanted.includes(document.documentElement.dataset.callState ?? "");
  try {
    await page.waitForFunction(isThere, names, { timeout });
  } catch {
    const shown = await page.locator("main").innerText();
    throw new Error(`The page is "${await stateNow(page)}" after ${timeout} ms, not ${names.join(" or ")}:\n${shown}`);
  }
}

export function stateNow(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset.callState);
}
