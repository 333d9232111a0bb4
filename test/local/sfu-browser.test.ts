import { networkInterfaces } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type RunningSfu, startSfu } from "../../local/sfu/sfu.ts";
import { launchBrowser, openParticipant } from "../support/local/media-browser.ts";
import { type PageServer, servePage } from "../support/local/page-server.ts";
import type { Inbound, Participant } from "../support/local/plain-page.ts";
import { APP, debugTracks } from "../support/local/sfu-client.ts";

/** Two slow cores carry three browsers' encoders at once: patience, but no lower demands. */
const PATIENCE = { timeout: 30_000, interval: 300 };

let sfu: RunningSfu;
let pages: PageServer;

beforeAll(async () => {
  sfu = await startSfu({ port: 0, ...APP });
  pages = await servePage("./plain-page.ts", sfu.url);
});
afterAll(async () => {
  await pages.close();
  await sfu.close();
});

type Source = { sessionId: string; trackName: string };
type Published = { sessionId: string; mids: Record<string, string> };
declare const participant: Participant;

const publish = (page: Page): Promise<Published> => page.evaluate(() => participant.publish());
const pull = async (page: Page, sources: Source[]): Promise<string[]> => {
  const replies = await page.evaluate((wanted) => participant.pull(wanted), sources);
  expect(replies.map((reply) => reply.errorCode)).toEqual(sources.map(() => undefined));
  return replies.map((reply) => reply.mid ?? "");
};
const forceClose = (page: Page, mids: string[]) => page.evaluate((closing) => participant.forceClose(closing), mids);
const sourcesOf = ({ sessionId, mids }: Published): Source[] =>
  Object.keys(mids).map((trackName) => ({ sessionId, trackName }));

async function inbound(page: Page, mid: string): Promise<Inbound> {
  const all = await page.evaluate(() => participant.inbound());
  return all.find((entry) => entry.mid === mid) ?? { mid, kind: "none", packets: 0, frames: 0, energy: 0 };
}

/** Moving pictures for video; for audio packets that carry sound. */
async function comesThrough(page: Page, mids: string[]): Promise<void> {
  for (const mid of mids) {
    const before = await inbound(page, mid);
    await vi.waitFor(async () => {
      const after = await inbound(page, mid);
      expect(after.packets).toBeGreaterThan(before.packets + 5);
      if (after.kind === "video") expect(after.frames).toBeGreaterThan(before.frames + 5);
      else expect(after.energy).toBeGreaterThan(before.energy);
    }, PATIENCE);
  }
}

async function hasStopped(page: Page, mids: string[]): Promise<void> {
  for (const mid of mids) {
    const before = await inbound(page, mid);
    await sleep(1_000);
    expect((await inbound(page, mid)).packets).toBe(before.packets);
  }
}

describe("a call of three in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser({ loopback: true });
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(() => browser.close());

  const people = (count: number) =>
    Promise.all(Array.from({ length: count }, () => openParticipant(browser, pages.url))) as Promise<
      [Page, Page, Page]
    >;

  it("shows and sounds everyone to everyone, over one connection each", { timeout: 120_000 }, async () => {
    const [ann, ben, cem] = await people(3);
    const [annHas, benHas] = [await publish(ann), await publish(ben)];
    const annGets = await pull(ann, sourcesOf(benHas));
    const benGets = await pull(ben, sourcesOf(annHas));
    await comesThrough(ben, benGets);
    const cemHas = await publish(cem);
    const cemGets = await pull(cem, [...sourcesOf(annHas), ...sourcesOf(benHas)]);
    annGets.push(...(await pull(ann, sourcesOf(cemHas))));
    benGets.push(...(await pull(ben, sourcesOf(cemHas))));
    await comesThrough(ann, annGets);
    await comesThrough(ben, benGets);
    await comesThrough(cem, cemGets);
  });

  it("stops within a second of a forced close, and goes on elsewhere", { timeout: 120_000 }, async () => {
    const [ann, ben, cem] = await people(3);
    const [annHas, benHas, cemHas] = [await publish(ann), await publish(ben), await publish(cem)];
    const benGets = await pull(ben, sourcesOf(annHas));
    const cemGets = await pull(cem, [...sourcesOf(annHas), ...sourcesOf(benHas)]);
    await comesThrough(ben, benGets);
    await comesThrough(cem, cemGets);

    await forceClose(ben, benGets);
    await sleep(1_000);
    await hasStopped(ben, benGets);
    await comesThrough(cem, cemGets);

    await forceClose(ann, Object.values(annHas.mids));
    await sleep(1_000);
    const before = await debugTracks(sfu.url, annHas.sessionId);
    await hasStopped(cem, cemGets.slice(0, 2));
    const after = await debugTracks(sfu.url, annHas.sessionId);
    expect(after.map((track) => track.packetsIn)).toEqual(before.map((track) => track.packetsIn));
    expect(after.map((track) => track.active)).toEqual([false, false]);
    await comesThrough(cem, cemGets.slice(2));

    // And the connections live on: pull anew after closing, and publish more with closed m-lines in the offer.
    const newer = await pull(ben, sourcesOf(cemHas));
    for (const mid of newer) expect(benGets).not.toContain(mid);
    await comesThrough(ben, newer);
    const more = await publish(ben);
    await comesThrough(cem, await pull(cem, sourcesOf(more)));
  });

  it("ends the session of a page that is gone without a word", { timeout: 120_000 }, async () => {
    // Silent tracks are kept for longer here, so that it is the session's own end that is seen.
    const timing = { lostSessionMs: 10_000, silentTrackMs: 100_000 };
    const hastySfu = await startSfu({ port: 0, ...APP, timing });
    const hastyPages = await servePage("./plain-page.ts", hastySfu.url);
    const page = await openParticipant(browser, hastyPages.url);
    const { sessionId } = await publish(page);
    const active = async () => (await debugTracks(hastySfu.url, sessionId)).map((track) => track.active);
    await vi.waitFor(async () => {
      expect((await debugTracks(hastySfu.url, sessionId)).every((track) => track.packetsIn > 0)).toBe(true);
    }, PATIENCE);
    expect(await active()).toEqual([true, true]);
    await page.context().close();
    await vi.waitFor(async () => expect(await active()).toEqual([false, false]), PATIENCE);
    await hastyPages.close();
    await hastySfu.close();
  });
});

const hasNetwork = Object.values(networkInterfaces()).some((entries) =>
  entries?.some((entry) => entry.family === "IPv4" && !entry.internal),
);
if (!hasNetwork) console.warn("No network interface here: the call over the machine's ordinary address is not tested.");

describe.skipIf(!hasNetwork)("a Chromium as people have it, without loopback for media", () => {
  it("reaches the SFU on the machine's ordinary address", { timeout: 120_000 }, async () => {
    const browser = await launchBrowser({ loopback: false });
    try {
      const [ann, ben] = await Promise.all([openParticipant(browser, pages.url), openParticipant(browser, pages.url)]);
      const annHas = await publish(ann);
      await publish(ben);
      await comesThrough(ben, await pull(ben, sourcesOf(annHas)));
    } finally {
      await browser.close();
    }
  });
});
