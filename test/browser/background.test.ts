import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf, videoPage } from "../support/browser/a-call.ts";
import { openConnections, received, seesAndHears, tracksSent, watchPeerConnections } from "../support/browser/media.ts";
import { join, signedIn, stateNow } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { noteWhatIsSaid, said } from "../support/browser/said.ts";
import { type ShakenBrowser, shakenBrowser } from "../support/browser/shaken-browser.ts";
import { TestRooms } from "../support/browser/test-rooms.ts";

const MINUTE = 60_000;
const SLOT_SECONDS = 300;
/** Whom David sees after Mrs Abell. */
const NEXT = "Geraint Davies";
/** A page that gets the next room ready as early as it may has begun by then, before the end of its appointment. */
const READY_WITHIN_MS = 44_000;
/** Chromium wakes a hidden tab once a minute, unless it has a call: after five minutes, and with this after five seconds. */
const HOLDS_UP_TABS = "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/5";

/** The end of one appointment and the beginning of the next, for David, whose tab lies behind another all the while. */
const here = running();
let shaken: ShakenBrowser;
let rooms: TestRooms;
let evening: DemoEvening;
let david: Page;
let plain: Page;
let abell: Page;
let next: Page;
let davidId = "";

beforeAll(async () => {
  const { product, browser } = here;
  shaken = await shakenBrowser([HOLDS_UP_TABS]);
  rooms = new TestRooms(product);
  davidId = await idOf(product, "David Aaron");
  [abell, next] = [await signedIn(browser, product, "Anita Abell"), await signedIn(browser, product, NEXT)];
  const tabs = await shaken.tabs();
  await prepare(tabs);
  [david, plain] = [await tabs.newPage(), await tabs.newPage()];
  await countTicks(plain);
  for (const page of [david, abell, next]) await rooms.behind(page);
  await david.goto((await product.person("David Aaron")).signInUrl);
  evening = await product.newEvening(Date.now() - 30_000, SLOT_SECONDS);
  await david.bringToFront();
  await join(david, videoPage(product, evening));
  await (await tabs.newPage()).bringToFront();
  await join(abell, videoPage(product, evening, "teacher"));
  await join(next, videoPage(product, evening, "teacher"));
}, 300_000);

afterAll(async () => {
  await shaken?.browser.close();
});

test("a microphone that was away for longer than the media server keeps its track is heard again, behind another tab too", async () => {
  await seesAndHears(abell, [davidId]);
  await microphone("denied");
  const mic = () => abell.locator(`[data-tile="${davidId}"]`).getAttribute("data-mic");
  await expect.poll(mic).toBe("off");
  // The SFU drops what is silent for 30 s.
  await david.waitForTimeout(33_000);
  await microphone("granted");
  await seesAndHears(abell, [davidId], MINUTE);
  expect(await mic()).toBe("on");
});

test("half a minute behind another tab, where the browser holds others up: still in the call, seen, heard, and hearing", async () => {
  expect(await david.evaluate(() => document.visibilityState)).toBe("hidden");
  expect(await stateNow(david)).toBe("in-call");
  await seesAndHears(abell, [davidId]);
  await hears(david);
  expect(await ticks(plain)).toBeLessThan(25);
});

test("behind another tab it is told the time at each turn, and goes over the boundary by itself with the same camera", async () => {
  const boundary = evening.startsAt + SLOT_SECONDS * 1000;
  const second = evening.appointments.filter(({ guardian }) => guardian === "David Aaron")[1];
  expect(second?.teachers).toEqual([expect.stringContaining(NEXT)]);
  const [loaded, camera] = [await david.evaluate(() => performance.timeOrigin), await tracksSent(david)];
  const turns = ["2 minutes left. Time to sum up", "1 minute left", "30 seconds left", "10 seconds left"];
  const isTold = async (words: string | undefined, left: number) => {
    rooms.forwardTo(boundary - left - 500);
    await expect.poll(() => said(david)).toContain(words);
  };
  for (const [at, left] of [2 * MINUTE, MINUTE].entries()) await isTold(turns[at], left);
  // Now the next room is got ready: its media is sent already. A slow machine has the rest of the minute for it.
  rooms.forwardTo(boundary - READY_WITHIN_MS);
  await expect.poll(() => openConnections(david)).toBe(2);
  for (const [at, left] of [30_000, 10_000].entries()) await isTold(turns[at + 2], left);
  rooms.forwardTo(boundary);
  await expect.poll(() => david.evaluate(() => document.documentElement.dataset.callAppointment)).toBe(second?.id);
  await expect.poll(() => stateNow(david)).toBe("in-call");
  await seesAndHears(next, [davidId], MINUTE);
  expect(await tracksSent(david)).toEqual(camera);
  const told = await said(david);
  expect(told.filter((words) => /^\d+ \w+ left/.test(words))).toEqual(turns);
  // Beside those four: who came and went, the microphone, and the next appointment.
  expect(told.length).toBeLessThan(16);
  expect(await david.evaluate(() => [performance.timeOrigin, document.visibilityState])).toEqual([loaded, "hidden"]);
  await david.bringToFront();
  await seesAndHears(david, [await idOf(here.product, NEXT)]);
});

async function prepare(tabs: BrowserContext): Promise<void> {
  await tabs.grantPermissions(["camera", "microphone"]);
  await tabs.addInitScript(watchPeerConnections);
  await tabs.addInitScript(noteWhatIsSaid);
  // It gets the next room ready as early as it may.
  await tabs.addInitScript(() => {
    Math.random = () => 0.99;
  });
}

/** A tab without a call, and in a process without one: whatever shares a process with a call is woken along with it. */
async function countTicks(page: Page): Promise<void> {
  await page.goto("data:text/html,<title>Another tab</title>");
  await page.evaluate(() => {
    Object.assign(window, { ticks: 0 });
    setInterval(() => {
      (window as unknown as { ticks: number }).ticks += 1;
    }, 1000);
  });
}

function ticks(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { ticks: number }).ticks);
}

/** Pictures are not drawn behind another tab; the sound goes on. */
async function hears(page: Page): Promise<void> {
  const packets = async () => (await received(page)).reduce((sum, { audioPackets }) => sum + audioPackets, 0);
  const before = await packets();
  await expect.poll(packets).toBeGreaterThan(before + 50);
}

async function microphone(setting: "granted" | "denied"): Promise<void> {
  const cdp = await david.context().newCDPSession(david);
  await cdp.send("Browser.setPermission", {
    ...{ permission: { name: "microphone" }, setting, origin: here.product.school },
  });
}
