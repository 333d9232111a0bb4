import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf, videoPage } from "./support/a-call.ts";
import { received, seesAndHears, watchPeerConnections } from "./support/media.ts";
import { callState, device, join, signedIn } from "./support/people.ts";
import type { DemoAppointment, DemoEvening } from "./support/product.ts";
import { running } from "./support/running.ts";
import { type ShakenBrowser, shakenBrowser } from "./support/shaken-browser.ts";

const MINUTE = 60_000;
const SLOT_SECONDS = 300;
/** How much of the first appointment is left when everybody goes in, signed in already: all four announcements lie ahead. */
const LEFT_MS = 150_000;
/** Whom David sees after Mrs Abell. */
const NEXT = "Geraint Davies";

/**
 * The last minutes of one appointment and the first of the next. David's tab lies behind another all the while; the next teacher's clock is ten
 * minutes ahead of the school's.
 */
const here = running();
let shaken: ShakenBrowser;
let evening: DemoEvening;
let second: DemoAppointment | undefined;
let boundary = 0;
let david: Page;
let abell: Page;
let next: Page;
let davidId = "";
let nextId = "";

beforeAll(async () => {
  const { product, browser } = here;
  shaken = await shakenBrowser();
  abell = await signedIn(browser, product, "Anita Abell");
  const tabs = await shaken.tabs();
  await tabs.grantPermissions(["camera", "microphone"]);
  await tabs.addInitScript(watchPeerConnections);
  await tabs.addInitScript(noteWhatIsSaid);
  david = await tabs.newPage();
  await david.goto((await product.person("David Aaron")).signInUrl);
  const late = await device(browser);
  await late.context.addInitScript(clockAhead, 10 * MINUTE);
  next = late.page;
  await next.goto((await product.person(NEXT)).signInUrl);
  [davidId, nextId] = await Promise.all([idOf(product, "David Aaron"), idOf(product, NEXT)]);
  const cover = await tabs.newPage();
  await david.bringToFront();
  boundary = Date.now() + LEFT_MS;
  evening = await product.newEvening(boundary - SLOT_SECONDS * 1000, SLOT_SECONDS);
  second = evening.appointments.filter(({ guardian }) => guardian === "David Aaron")[1];
  expect(second?.teachers).toEqual([expect.stringContaining(NEXT)]);
  await join(david, videoPage(product, evening));
  await cover.bringToFront();
  await join(abell, videoPage(product, evening, "teacher"));
  await join(next, videoPage(product, evening, "teacher"));
}, 300_000);

afterAll(async () => {
  await shaken?.browser.close();
});

test("a device whose clock is ten minutes ahead counts down by the school's clock", async () => {
  expect(await next.evaluate(() => Date.now())).toBeGreaterThan(Date.now() + 9 * MINUTE);
  await callState(next, ["waiting"]);
  const { left, at } = await shownSeconds(next);
  expect(Math.abs(left - (boundary - at) / 1000)).toBeLessThan(3);
});

test("a microphone that was away for longer than the media server keeps its track is heard again, behind another tab too", async () => {
  expect(await david.evaluate(() => document.visibilityState)).toBe("hidden");
  await seesAndHears(abell, [davidId]);
  await microphone("denied");
  await expect.poll(() => tileOf(abell, davidId).getAttribute("data-mic"), { timeout: 20_000 }).toBe("off");
  // The SFU drops what is silent for 30 s.
  await david.waitForTimeout(33_000);
  await microphone("granted");
  await seesAndHears(abell, [davidId], 60_000);
  expect(await tileOf(abell, davidId).getAttribute("data-mic")).toBe("on");
});

test("two minutes behind another tab: still in the call, seen and heard, the time told four times, and over the boundary by itself", async () => {
  const loaded = await david.evaluate(() => performance.timeOrigin);
  await david.waitForTimeout(Math.max(0, boundary - 15_000 - Date.now()));
  expect(await david.evaluate(() => document.visibilityState)).toBe("hidden");
  expect(await david.evaluate(() => document.documentElement.dataset.callState)).toBe("in-call");
  await seesAndHears(abell, [davidId]);
  await hears(david);
  await appointmentIs(david, second?.id ?? "");
  await callState(david, ["in-call"]);
  const crossed = await david.evaluate(() => (window as unknown as { crossedAt: number }).crossedAt);
  console.log(`a hidden tab was in the next appointment ${crossed - boundary} ms after the boundary`);
  expect(crossed - boundary).toBeLessThan(10_000);
  await seesAndHears(next, [davidId], 60_000);
  const told = await said(david);
  expect(told.filter((words) => /^\d+ \w+ left/.test(words))).toEqual([
    "2 minutes left. Time to sum up",
    "1 minute left",
    "30 seconds left",
    "10 seconds left",
  ]);
  // In two minutes, beside those four: who came and went, the microphone, and the next appointment.
  expect(told.length).toBeLessThan(16);
  expect(await david.evaluate(() => performance.timeOrigin)).toBe(loaded);
  await david.bringToFront();
  await seesAndHears(david, [nextId]);
});

test("the clock that is ahead went in at the school's time, and its timer counts by it", async () => {
  await callState(next, ["in-call"]);
  const crossed = await next.evaluate(() => (window as unknown as { crossedAt: number }).crossedAt);
  expect(Math.abs(crossed - boundary)).toBeLessThan(10_000);
  const end = boundary + SLOT_SECONDS * 1000;
  const { left, at } = await shownSeconds(next);
  expect(Math.abs(left - (end - at) / 1000)).toBeLessThan(3);
});

/** Runs before the page's own scripts: this device's clock is wrong. When it came into its next call is noted by the right one. */
function clockAhead(ms: number): void {
  const right = Date;
  window.Date = class extends right {
    constructor(...parts: []) {
      if (parts.length > 0) super(...parts);
      else super(right.now() + ms);
    }
    static override now = () => right.now() + ms;
  } as DateConstructor;
  new MutationObserver(() => {
    const { callState: state } = document.documentElement.dataset;
    if (state === "in-call" && !("crossedAt" in window)) Object.assign(window, { crossedAt: right.now() });
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-call-state"] });
}

/** Runs before the page's own scripts: keeps each sentence that the page's live region is given, and when the appointment became another. */
function noteWhatIsSaid(): void {
  const told: string[] = [];
  Object.assign(window, { told });
  let appointment = "";
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes)
      if (target instanceof Element && target.matches("main > [data-said]"))
        told.push(...[...addedNodes].map(({ textContent }) => textContent ?? ""));
    const { callAppointment = "", callState: state } = document.documentElement.dataset;
    if (state !== "in-call" || callAppointment === appointment) return;
    appointment = callAppointment;
    Object.assign(window, { crossedAt: Date.now() });
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-call-state"] });
}

function said(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { told: string[] }).told);
}

/** The minutes and seconds of the timer bar, as seconds, and when it said so: epoch milliseconds of a clock that nobody put ahead. */
async function shownSeconds(page: Page): Promise<{ left: number; at: number }> {
  const { words, at } = await page.locator(".timer-left").evaluate((bar: HTMLElement) => ({
    words: bar.innerText,
    at: performance.timeOrigin + performance.now(),
  }));
  const [, minutes = "0"] = /(\d+) min/.exec(words) ?? [];
  const [, seconds = "0"] = /(\d+) s(?:econds?)?\b/.exec(words) ?? [];
  return { left: Number(minutes) * 60 + Number(seconds), at };
}

/** Pictures are not drawn behind another tab; the sound goes on. */
async function hears(page: Page): Promise<void> {
  const packets = async () => (await received(page)).reduce((sum, { audioPackets }) => sum + audioPackets, 0);
  const before = await packets();
  await expect.poll(packets, { timeout: 10_000 }).toBeGreaterThan(before + 50);
}

async function appointmentIs(page: Page, id: string): Promise<void> {
  await page.waitForFunction((wanted) => document.documentElement.dataset.callAppointment === wanted, id, {
    timeout: 60_000,
    polling: 100,
  });
}

function tileOf(page: Page, participantId: string) {
  return page.locator(`[data-tile="${participantId}"]`);
}

async function microphone(setting: "granted" | "denied"): Promise<void> {
  const cdp = await david.context().newCDPSession(david);
  await cdp.send("Browser.setPermission", {
    ...{ permission: { name: "microphone" }, setting, origin: here.product.school },
  });
}
