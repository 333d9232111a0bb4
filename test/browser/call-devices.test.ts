import type { Page } from "playwright-core";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { closeAll, comeIn, GUARDIAN, idOf, showsAs, TEACHER, tileOf, videoPage } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { received, seesAndHears, sent } from "../support/browser/media.ts";
import { callState, join, signedIn } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { devicesCome, devicesIn, slowDevices } from "../support/browser/slow-devices.ts";
import { launchWhole } from "../support/browser.ts";

/** A Learning Review is six slots long: longer than a test. */
const SLOT_SECONDS = 120;

const here = running();
let evening: DemoEvening;
let guardianId = "";
let teacherId = "";

beforeAll(async () => {
  [guardianId, teacherId] = await Promise.all([idOf(here.product, GUARDIAN), idOf(here.product, TEACHER)]);
});

beforeEach(async () => {
  evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
});

test("another camera and microphone can be chosen in the call; the others go on seeing and hearing", async () => {
  const two = await launchWhole(["--use-fake-device-for-media-stream=device-count=3,fps=5"]);
  const [rachael, teacher] = [
    await signedIn(two, here.product, GUARDIAN),
    await signedIn(here.browser, here.product, TEACHER),
  ];
  await join(rachael, videoPage(here.product, evening));
  await join(teacher, videoPage(here.product, evening, "teacher"));
  await seesAndHears(teacher, [guardianId]);
  await rachael.getByRole("button", { name: "Settings" }).click();
  const settings = rachael.getByRole("dialog", { name: "Settings" });
  const cameras = settings.getByLabel("Camera", { exact: true });
  await cameras.locator("option").nth(2).waitFor({ state: "attached" });
  const names = await cameras.locator("option").allInnerTexts();
  await cameras.selectOption({ label: names[2] ?? "" });
  await expect.poll(() => cameraOf(rachael)).toBe(names[2]);
  const mics = await settings.getByLabel("Microphone").locator("option").allInnerTexts();
  await settings.getByLabel("Microphone").selectOption({ label: mics.at(-1) ?? "" });
  await settings.getByRole("button", { name: "Done" }).click();
  const chosen = { video: names[2], audio: mics.at(-1) };
  await expect.poll(() => sending(rachael)).toEqual(chosen);
  await goesOn(teacher);
  await rachael.reload();
  await callState(rachael, ["in-call"]);
  await expect.poll(() => cameraOf(rachael)).toBe(names[2]);
  await expect.poll(() => sending(rachael)).toEqual(chosen);
  await closeAll(rachael, teacher);
  await two.close();
});

test("what is pressed while the browser fetches camera or microphone counts, not what it brings afterwards", async () => {
  const rachael = await signedIn(here.browser, here.product, GUARDIAN);
  await rachael.addInitScript(slowDevices);
  await rachael.goto(videoPage(here.product, evening));
  await rachael.getByRole("button", { name: "Join and listen only" }).click();
  await callState(rachael, ["in-call"]);
  await devicesCome(rachael, 1);
  expect(await devicesIn(rachael)).toEqual([]);

  await rachael.keyboard.press("m");
  await devicesCome(rachael, 1);
  await expect.poll(() => devicesIn(rachael)).toEqual([expect.stringMatching(/^open audio/)]);
  await rachael.keyboard.press("m");
  await rachael.getByRole("button", { name: "Settings" }).click();
  const mics = rachael.getByRole("dialog", { name: "Settings" }).getByLabel("Microphone");
  const names = await mics.locator("option").allInnerTexts();
  for (const label of names.slice(1)) await mics.selectOption({ label });
  await devicesCome(rachael, names.length - 1);
  await expect.poll(() => devicesIn(rachael)).toEqual([`muted audio ${names.at(-1)}`]);
  await rachael.keyboard.press("Escape");

  for (const _ of ["on", "off"]) await rachael.keyboard.press("v");
  await devicesCome(rachael, 1);
  expect(await devicesIn(rachael)).toHaveLength(1);
  await rachael.keyboard.press("v");
  await rachael.getByRole("button", { name: "Leave", exact: true }).click();
  await callState(rachael, ["ended"]);
  await devicesCome(rachael, 1);
  expect(await devicesIn(rachael)).toEqual([]);
  await closeAll(rachael);
});

test("who brings neither camera nor microphone, or allows none, comes in to listen", async () => {
  const teacher = await comeIn(here, evening, TEACHER, "teacher");
  const rachael = await signedIn(here.browser, here.product, GUARDIAN);
  await rachael.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });
  await rachael.goto(videoPage(here.product, evening));
  await rachael.getByText("Press the sign at the left end of the address bar").waitFor();
  await rachael.getByRole("button", { name: "Join and listen only" }).click();
  await callState(rachael, ["in-call"]);
  await seesAndHears(rachael, [teacherId]);
  const seen = tileOf(teacher, guardianId);
  await showsAs(seen, "mic", "none");
  await showsAs(seen, "camera", "none");
  await seen.getByText("No microphone:").waitFor({ state: "attached" });
  await closeAll(rachael, teacher);
});

test("a picture whose negotiation broke off halfway is asked for anew", async () => {
  const rachael = await signedIn(here.browser, here.product, GUARDIAN);
  let refused = 0;
  await rachael.routeWebSocket(/\/rooms\/.*\/socket/, (page) => {
    const room = page.connectToServer();
    page.onMessage((data) => {
      const { type, id } = data === "ping" ? {} : (JSON.parse(String(data)) as { type?: string; id?: number });
      if (type !== "answer" || refused > 0) return room.send(data);
      refused += 1;
      page.send(JSON.stringify({ type: "failed", id, code: "media_unavailable", retry: true }));
    });
  });
  await join(rachael, videoPage(here.product, evening));
  await showsAs(rachael.locator("[data-tile=self]"), "camera", "on");
  const teacher = await comeIn(here, evening, TEACHER, "teacher");
  await seesAndHears(rachael, [teacherId]);
  expect(refused).toBe(1);
  await closeAll(rachael, teacher);
});

test("a second device takes the seat by a press; the first says so, lets its camera go, and takes it back by a press", async () => {
  const first = await signedIn(here.browser, here.product, GUARDIAN);
  const teacher = await signedIn(here.browser, here.product, TEACHER);
  await join(first, videoPage(here.product, evening));
  await join(teacher, videoPage(here.product, evening, "teacher"));
  const second = await signedIn(here.browser, here.product, GUARDIAN, 320);
  await join(second, videoPage(here.product, evening));
  await first.getByRole("heading", { name: "Your call is open somewhere else" }).waitFor();
  expect(await faultsOf(first)).toEqual([]);
  expect(await first.evaluate(() => document.querySelectorAll("video").length)).toBe(0);
  expect((await sent(first)).map(({ isLive }) => isLive)).toEqual([false, false]);
  await seesAndHears(teacher, [guardianId]);
  await first.getByRole("button", { name: "Continue here" }).click();
  await callState(first, ["in-call"]);
  await callState(second, ["ended"]);
  await seesAndHears(teacher, [guardianId]);
  await closeAll(first, second, teacher);
});

/** Frames and sound keep coming; Chromium's other fake cameras show a picture that does not move. */
async function goesOn(page: Page): Promise<void> {
  const [before] = await received(page);
  if (!before) throw new Error("nobody is seen");
  const isMore = async () => {
    const [after] = await received(page);
    return after && after.framesDecoded > before.framesDecoded + 10 && after.audioPackets > before.audioPackets + 50;
  };
  await expect.poll(isMore).toBe(true);
}

/** The names of the devices that the others see and hear. */
async function sending(page: Page): Promise<Record<string, string>> {
  const open = (await sent(page)).filter(({ connection }) => connection === "connected");
  return Object.fromEntries(open.map(({ kind, label }) => [kind, label]));
}

function cameraOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>("[data-tile=self] video");
    return (video?.srcObject as MediaStream | null)?.getVideoTracks()[0]?.label;
  });
}
