import type { CDPSession, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { comeIn, idOf, showsAs, tileOf } from "../support/browser/a-call.ts";
import { invite } from "../support/browser/invite.ts";
import { seesAndHears, tracksSent } from "../support/browser/media.ts";
import { callState, device, pressJoin, signedIn } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";
import { hearing } from "../support/browser/said.ts";
import { type ShakenBrowser, shakenBrowser } from "../support/browser/shaken-browser.ts";
import { childOf } from "../support/processes.ts";

/**
 * One long call: Mrs Abell, and a guest in a browser that everything happens to. A guest, because a browser whose network process is killed
 * forgets its cookies, and a guest's page has none.
 */
const here = running();
let shaken: ShakenBrowser;
let jane: Page;
let teacher: Page;
let cdp: CDPSession;
let link = "";
let janeId = "";
let teacherId = "";

beforeAll(async () => {
  const { product, browser } = here;
  shaken = await shakenBrowser();
  const evening = await product.newEvening(Date.now() - 5_000, 1_500);
  const david = await signedIn(browser, product, "David Aaron");
  link = await invite(david, product);
  await david.context().close();
  janeId = /guests\/video\/([^?]+)/.exec(link)?.[1] ?? "";
  teacherId = await idOf(product, "Anita Abell");
  teacher = await comeIn(here, evening, "Anita Abell", "teacher");
  jane = (await device(shaken.browser)).page;
  await jane.goto(link);
  await pressJoin(jane);
  cdp = await jane.context().newCDPSession(jane);
}, 300_000);

beforeEach(async () => {
  await both();
});

afterEach(() => {
  shaken.wake();
});

afterAll(async () => {
  await shaken?.browser.close();
});

test("a media server that stands still: both pages say that the picture is paused, and go on by themselves", async () => {
  // First of all: after a break it can stand still while a page changes from one session to the next, and says that instead.
  const sfu = childOf(here.product.pid, "local/sfu/main.ts");
  process.kill(sfu, "SIGSTOP");
  try {
    await Promise.all([jane, teacher].map((page) => page.getByText("Picture paused").waitFor()));
  } finally {
    process.kill(sfu, "SIGCONT");
  }
  await both(60_000);
  await jane.getByText("Picture paused").waitFor({ state: "hidden" });
});

test("a machine that slept: the others see no frozen picture meanwhile, and on waking it says so and comes back", async () => {
  await noteWords();
  shaken.sleep();
  await tileOf(teacher, janeId).getByText("Picture paused").waitFor();
  await tileOf(teacher, janeId).getByText("Connection lost, coming back").waitFor();
  shaken.wake();
  await both(60_000);
  // What was last seen did not stand there as if it were live.
  expect(await wordsNoted()).toContainEqual(expect.stringContaining("Your connection was lost."));
});

test("the network falls silent and another takes its place: words, no frozen picture, and back over new sockets", async () => {
  const before = await connections();
  // Wi-Fi out of reach: nothing is refused, nothing answers, neither to the socket nor to the media.
  shaken.stop("network");
  await jane.getByText("Picture paused").waitFor();
  await notice("Your connection was lost.").waitFor();
  // Mobile takes over: the old sockets are dead, whatever is opened from now on is new.
  shaken.kill("network");
  await networkChanged();
  await both(60_000);
  expect(await connections()).toBeGreaterThan(before);
});

test("offline by the browser's own word: it says so, tells the teacher, and comes back with the network", async () => {
  const before = await connections();
  await jane.context().setOffline(true);
  await callState(jane, ["reconnecting"]);
  await notice("Stay here: we are bringing you back, and your place is kept.").waitFor();
  await hearing(jane, "Your connection was lost.");
  await tileOf(teacher, janeId).getByText("Connection lost, coming back").waitFor();
  await jane.context().setOffline(false);
  await callState(jane, ["in-call"]);
  await teacher.locator("[data-said]").getByText("Jane Aaron is back").first().waitFor({ state: "attached" });
  // Being offline for a browser's scripts cuts no media: what flowed before goes on until a new session takes its place.
  await expect.poll(connections).toBeGreaterThan(before);
  await expect.poll(newestConnection).toBe("connected");
});

test("a camera and a microphone that go away and are there again are taken again", async () => {
  const before = await tracksSent(jane);
  shaken.kill("camera");
  shaken.kill("microphone");
  await expect.poll(async () => (await tracksSent(jane)).filter((track) => before.includes(track))).toEqual([]);
  await both();
});

test("unplugged for good, it says what to do and shows nothing that stands still; plugged in again, all is as before", async () => {
  // Chromium's fake devices can't be unplugged: their processes end as with a real one, and then none is found.
  await jane.evaluate(() => {
    const { mediaDevices } = navigator;
    Object.assign(window, { plugIn: mediaDevices.getUserMedia.bind(mediaDevices) });
    mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
  });
  shaken.kill("camera");
  shaken.kill("microphone");
  await notice("We found no camera and no microphone. Plug one in and try again.").waitFor();
  await isDark();
  await jane.evaluate(() => {
    navigator.mediaDevices.getUserMedia = (window as unknown as { plugIn: MediaDevices["getUserMedia"] }).plugIn;
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
  });
  await both();
  await notice("We found no camera").waitFor({ state: "detached" });
});

test("leave taken back in the call: it says what to press in this browser; given again, nothing is left to press", async () => {
  await permission("denied");
  await notice("Your browser keeps the camera and microphone from us.").waitFor();
  await notice("Press the sign at the left end of the address bar").waitFor();
  await isDark();
  await permission("granted");
  await both();
  await notice("Your browser keeps").waitFor({ state: "detached" });
});

test("leave taken back while the browser lets a picture go on: it is let go all the same", async () => {
  // What is handed over at that very moment may never be ended by the browser. A drawn picture never is.
  await jane.evaluate(() => {
    const { mediaDevices } = navigator;
    Object.assign(window, { fetchReal: mediaDevices.getUserMedia.bind(mediaDevices) });
    const canvas = document.createElement("canvas");
    canvas.getContext("2d");
    mediaDevices.getUserMedia = async () => canvas.captureStream(5);
  });
  for (const state of ["off", "on"] as const) {
    await jane.keyboard.press("v");
    await showsAs(tileOf(teacher, janeId), "camera", state);
  }
  await jane.evaluate(() => {
    navigator.mediaDevices.getUserMedia = (window as unknown as { fetchReal: MediaDevices["getUserMedia"] }).fetchReal;
  });
  await permission("denied");
  await notice("Your browser keeps the camera and microphone from us.").waitFor();
  await isDark();
  await permission("granted");
  await both();
});

test("a phone call takes them for a while, as iOS does: words here, off for the others, and back when it is over", async () => {
  await heldBySystem(true);
  await notice("Your camera and microphone are away for the moment.").waitFor();
  await isDark();
  await heldBySystem(false);
  await both();
  await isBack();
  // Some phones never give them back: then they are asked for anew when the page is in front again.
  await heldBySystem(true);
  await isDark();
  await jane.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await isBack();
  await both();
});

test("a browser that refuses sound before a press: a reload shows the picture, and one tap brings the sound", async () => {
  // Chromium lets whoever sends a camera or a microphone hear at once: this is somebody who only listens.
  const kept = await jane.evaluate(() => {
    const call = JSON.parse(sessionStorage.getItem("parlour.call") ?? "{}");
    return JSON.stringify({ ...call, cameraOff: true, micOff: true });
  });
  await jane.goto("about:blank");
  const tab = await jane.context().newPage();
  // As a browser that was restarted restores it. Playwright's own questions count as presses, so it is asked by the protocol alone.
  await tab.addInitScript((words) => sessionStorage.setItem("parlour.call", words), kept);
  await tab.goto(link);
  await tab.reload();
  const ask = await asker(tab);
  await expect.poll(() => ask(TAP)).toBe("Tap to hear Mrs Anita Abell");
  expect(await ask("navigator.userActivation.hasBeenActive")).toBe(false);
  await expect.poll(() => ask(`${REMOTE}.currentTime > 0 && ${REMOTE}.muted`)).toBe(true);
  const before = await ask(HEARD);
  const [x, y] = (await ask(`(() => { const { left, top, width, height } =
    document.querySelector(".tile-press").getBoundingClientRect(); return [left + width / 2, top + height / 2] })()`)) as [
    number,
    number,
  ];
  await tab.mouse.click(x, y);
  await expect.poll(() => ask(TAP)).toBe("");
  expect(await ask(`${REMOTE}.muted`)).toBe(false);
  // A muted element measures no energy: this is sound that comes out of it.
  expect(before).toBe(0);
  await expect.poll(() => ask(HEARD)).toBeGreaterThan(0);
});

const REMOTE = 'document.querySelector("video[data-participant]")';
const TAP = 'document.querySelector(".tile-press")?.textContent ?? ""';
/** The energy of all sound that was played, by the connections' own reports. */
const HEARD = `Promise.all(watchedConnections.map((connection) => connection.getStats())).then((all) => all.flatMap((stats) =>
  [...stats.values()]).reduce((sum, { type, totalAudioEnergy = 0 }) => sum + (type === "inbound-rtp" ? totalAudioEnergy : 0), 0))`;

/** Evaluates without the press that Playwright lends its own evaluations. */
async function asker(page: Page): Promise<(expression: string) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  return async (expression) => {
    const { result } = await session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    return result.value;
  };
}

async function both(withinMs = 30_000): Promise<void> {
  await Promise.all([seesAndHears(jane, [teacherId], withinMs), seesAndHears(teacher, [janeId], withinMs)]);
}

/** What Jane's page says over the pictures. */
function notice(words: string) {
  return jane.locator(".call-notice p").filter({ hasText: words });
}

/** Neither her own page nor the teacher's shows a picture of hers. */
async function isDark(): Promise<void> {
  await jane.locator("[data-tile=self] .initials").waitFor();
  await tileOf(teacher, janeId).locator(".initials").waitFor();
  for (const device of ["camera", "mic"] as const) await showsAs(tileOf(teacher, janeId), device, "off");
}

/** Nothing is away any more, by her own page and the teacher's. */
async function isBack(): Promise<void> {
  await notice("away for the moment").waitFor({ state: "detached" });
  for (const device of ["camera", "mic"] as const) await showsAs(tileOf(teacher, janeId), device, "on");
}

/** Keeps what Jane's page says over the pictures. */
async function noteWords(): Promise<void> {
  await jane.evaluate(() => {
    const noted: string[] = [];
    Object.assign(window, { noted });
    new MutationObserver(() => {
      const words = document.querySelector(".call-notice")?.textContent ?? "";
      if (words && noted.at(-1) !== words) noted.push(words);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

function wordsNoted(): Promise<string[]> {
  return jane.evaluate(() => (window as unknown as { noted: string[] }).noted);
}

function connections(): Promise<number> {
  return jane.evaluate(
    () => (window as unknown as { watchedConnections: RTCPeerConnection[] }).watchedConnections.length,
  );
}

/** The browser's own event: Chromium tells pages that the kind of network is another. */
async function networkChanged(): Promise<void> {
  for (const connectionType of ["wifi", "cellular4g"] as const) {
    await cdp.send("Network.emulateNetworkConditions", {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 },
      connectionType,
    });
  }
}

async function permission(setting: "granted" | "denied"): Promise<void> {
  const { targetInfo } = await cdp.send("Target.getTargetInfo");
  for (const name of ["camera", "microphone"])
    await cdp.send("Browser.setPermission", {
      ...{ permission: { name }, setting, origin: here.product.school },
      browserContextId: targetInfo.browserContextId ?? "",
    });
}

/** What a page sees of a phone call on iOS: its tracks are live and muted, and told so. No browser on this machine does it. */
async function heldBySystem(muted: boolean): Promise<void> {
  await jane.evaluate((held) => {
    const { watchedConnections } = window as unknown as { watchedConnections: RTCPeerConnection[] };
    const open = watchedConnections.filter(({ connectionState }) => connectionState === "connected");
    const own = (document.querySelector("[data-tile=self] video") as HTMLVideoElement | null)?.srcObject as MediaStream;
    const sent = open.flatMap((connection) => connection.getSenders().flatMap(({ track }) => track ?? []));
    for (const track of new Set([...sent, ...(own?.getTracks() ?? [])])) {
      Object.defineProperty(track, "muted", { value: held, configurable: true });
      track.dispatchEvent(new Event(held ? "mute" : "unmute"));
    }
  }, muted);
}

function newestConnection(): Promise<RTCPeerConnectionState | undefined> {
  return jane.evaluate(
    () => (window as unknown as { watchedConnections: RTCPeerConnection[] }).watchedConnections.at(-1)?.connectionState,
  );
}
