import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type RunningSfu, startSfu } from "../../local/sfu/sfu.ts";
import { launchBrowser, openParticipant } from "../support/local/media-browser.ts";
import { type PageServer, servePage } from "../support/local/page-server.ts";
import type { PartyParticipant } from "../support/local/partytracks-page.ts";
import { APP } from "../support/local/sfu-client.ts";

declare const participant: PartyParticipant;

let sfu: RunningSfu;
let pages: PageServer;
let browser: Browser;

beforeAll(async () => {
  sfu = await startSfu({ port: 0, ...APP });
  pages = await servePage("./partytracks-page.ts", sfu.url);
  browser = await launchBrowser({ loopback: true });
});
afterAll(async () => {
  await browser.close();
  await pages.close();
  await sfu.close();
});

const received = async (page: Page, id: string) =>
  (await page.evaluate(() => participant.received()))[id] ?? { packets: 0, frames: 0 };

async function comesThrough(page: Page, id: string): Promise<void> {
  const before = await received(page, id);
  await vi.waitFor(
    async () => {
      const after = await received(page, id);
      expect(after.packets).toBeGreaterThan(before.packets + 5);
      expect(after.frames).toBeGreaterThanOrEqual(before.frames);
    },
    { timeout: 30_000, interval: 300 },
  );
}

it("serves Cloudflare's own client: two publish, pull each other, and one closes a pulled track", async () => {
  const [ann, ben] = await Promise.all([openParticipant(browser, pages.url), openParticipant(browser, pages.url)]);
  const annHas = await ann.evaluate(() => participant.publish());
  const benHas = await ben.evaluate(() => participant.publish());
  const annGets = await ann.evaluate((wanted) => participant.pull(wanted), benHas);
  const benGets = await ben.evaluate((wanted) => participant.pull(wanted), annHas);
  for (const id of annGets) await comesThrough(ann, id);
  for (const id of benGets) await comesThrough(ben, id);
  const frames = Math.max(...(await Promise.all(benGets.map(async (id) => (await received(ben, id)).frames))));
  expect(frames).toBeGreaterThan(0);

  await ben.evaluate(() => participant.closeLast());
  await sleep(3_000);
  const [kept = "", closed = ""] = benGets;
  const before = await received(ben, closed);
  await comesThrough(ben, kept);
  expect((await received(ben, closed)).packets).toBeLessThanOrEqual(before.packets);
});
