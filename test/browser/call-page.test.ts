import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { aCall, closeAll, GUARDIAN, idOf, showsAs, tileOf, videoPage } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { invite } from "../support/browser/invite.ts";
import { seesAndHears } from "../support/browser/media.ts";
import { callState, signedIn, stateNow } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";

/** The whole page's JavaScript, as it travels. */
const MOST_SCRIPT_BYTES = 40_000;
/** A Learning Review is six slots long: longer than a test. */
const SLOT_SECONDS = 120;

const here = running();
let evening: DemoEvening;
let guardianId = "";

beforeAll(async () => {
  guardianId = await idOf(here.product, GUARDIAN);
});

beforeEach(async () => {
  evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
});

test("chat: written with Enter, counted while it is closed, links made safe, kept over a reload, gone with the call", async () => {
  const { rachael, teacher } = await aCall(here, evening);
  await rachael.getByRole("button", { name: "Chat" }).click();
  const box = rachael.getByRole("textbox", { name: "Write to everyone in this call" });
  await box.waitFor();
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  await rachael.getByText("Gone when the call ends. Nobody outside this call sees it.").waitFor();
  await box.fill("Good evening");
  await box.press("Shift+Enter");
  await box.pressSequentially("<b>see</b> https://school.example/maths. Thanks");
  await box.press("Enter");
  await rachael.locator("[data-chat=mine]").waitFor();
  expect(await box.inputValue()).toBe("");
  await teacher.getByRole("button", { name: "Chat 1 new message" }).waitFor();
  await teacher.getByRole("status").getByText("Rachael Abbot wrote in the chat").waitFor({ state: "attached" });
  await teacher.getByRole("button", { name: /^Chat/ }).click();
  const line = teacher.locator("[data-chat=theirs]");
  expect(await line.locator(".chat-words").innerText()).toBe(
    "Good evening\n<b>see</b> https://school.example/maths. Thanks",
  );
  const link = line.getByRole("link");
  expect(await link.getAttribute("href")).toBe("https://school.example/maths");
  expect(await link.getAttribute("rel")).toBe("noopener noreferrer nofollow");
  expect(await link.getAttribute("target")).toBe("_blank");
  expect(await faultsOf(teacher)).toEqual([]);
  await box.press("Escape");
  await box.waitFor({ state: "detached" });
  expect(await focusOf(rachael)).toBe("chat");
  await rachael.reload();
  await rachael.getByRole("button", { name: /^Chat/ }).click();
  await rachael.locator("[data-chat=mine]").waitFor();
  await rachael.getByRole("button", { name: "Leave", exact: true }).click();
  await teacher.getByRole("button", { name: "Leave", exact: true }).click();
  await rachael.getByRole("button", { name: "Join again" }).click();
  await callState(rachael, ["in-call"]);
  await rachael.getByRole("button", { name: /^Chat/ }).click();
  await rachael.getByText("Nothing has been written yet.").waitFor();
  await closeAll(rachael, teacher);
});

test("the way in is asked for while the finger is down, once; a press that is taken back joins nothing", async () => {
  const page = await signedIn(here.browser, here.product, GUARDIAN);
  await page.goto(videoPage(here.product, evening));
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/pass")) asked.push(request.url());
  });
  const press = page.getByRole("button", { name: "Join Video Appointments" });
  await press.hover();
  const early = page.waitForRequest(/\/pass$/);
  await page.mouse.down();
  await early;
  await page.mouse.move(1, 1);
  await page.mouse.up();
  expect(await stateNow(page)).toBe("ready");
  await press.hover();
  asked.length = 0;
  // Nothing is waited for in between: what was asked for on the way down is for a press that follows within a second.
  await page.mouse.down();
  await page.mouse.up();
  await callState(page, ["in-call"]);
  expect(asked).toHaveLength(1);
  await page.context().close();
});

test("M and V turn microphone and camera off for all to see, ? tells so, and they can be turned off for good", async () => {
  const { rachael, teacher } = await aCall(here, evening);
  const seen = tileOf(teacher, guardianId);
  // Chromium's fake microphone beeps: who speaks has a ring, a sign and a word; who is muted has none.
  await teacher.locator(`[data-tile="${guardianId}"].is-talking`).waitFor();
  await teacher.getByRole("figure", { name: /^Speaking: .*Rachael Abbot/ }).waitFor();
  await rachael.keyboard.press("m");
  await showsAs(seen, "mic", "off");
  await teacher.locator(`[data-tile="${guardianId}"]:not(.is-talking)`).waitFor();
  await rachael.getByRole("button", { name: "Mic off" }).waitFor();
  await rachael.getByRole("status").getByText("Microphone off").waitFor({ state: "attached" });
  await seen.getByText("Microphone off:").waitFor({ state: "attached" });
  await rachael.keyboard.press("v");
  await showsAs(seen, "camera", "off");
  await seen.locator(".initials").waitFor();
  expect(await faultsOf(teacher)).toEqual([]);
  // Whoever presses C and writes on means no other key: the box has the focus before the next one can come.
  const at = await rachael.evaluate(async () => {
    dispatchEvent(new KeyboardEvent("keydown", { key: "c" }));
    for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
    return document.activeElement?.id;
  });
  expect(at).toBe("chat-words");
  await rachael.keyboard.press("Escape");
  await rachael.keyboard.press("Control+m");
  await rachael.getByRole("button", { name: "Chat" }).click();
  await rachael.getByRole("textbox").pressSequentially("mvmv?");
  await rachael.keyboard.press("Escape");
  await showsAs(seen, "mic", "off");
  await rachael.keyboard.press("m");
  await rachael.keyboard.press("v");
  await showsAs(seen, "mic", "on");
  await showsAs(seen, "camera", "on");
  await rachael.locator("body").press("?");
  const help = rachael.getByRole("dialog", { name: "Help" });
  await help.getByText("Turn your microphone on or off").waitFor();
  expect(await faultsOf(rachael)).toEqual([]);
  await help.getByRole("checkbox", { name: "Use single keys in a call" }).uncheck();
  await rachael.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await pressedForNothing(rachael, "m");
  await rachael.reload();
  await callState(rachael, ["in-call"]);
  await pressedForNothing(rachael, "m");
  await rachael.getByRole("button", { name: "Help" }).click();
  await help.waitFor();
  await closeAll(rachael, teacher);
});

test("one's own picture can be hidden and shown again, also after a reload; the others still see it", async () => {
  const { rachael, teacher } = await aCall(here, evening);
  await rachael.getByRole("button", { name: "Settings" }).click();
  const settings = rachael.getByRole("dialog", { name: "Settings" });
  expect(await faultsOf(rachael)).toEqual([]);
  await settings.getByRole("checkbox", { name: /Show me my own picture/ }).uncheck();
  await settings.getByRole("button", { name: "Done" }).click();
  await rachael.locator("[data-tile=self]").waitFor({ state: "detached" });
  expect(await focusOf(rachael)).toBe("settings");
  await rachael.reload();
  await callState(rachael, ["in-call"]);
  expect(await rachael.locator("[data-tile=self]").count()).toBe(0);
  expect(await faultsOf(rachael)).toEqual([]);
  await seesAndHears(teacher, [guardianId]);
  await rachael.getByRole("button", { name: "Settings" }).click();
  await settings.getByRole("checkbox", { name: /Show me my own picture/ }).check();
  await rachael.locator("[data-tile=self]").waitFor({ state: "attached" });
  await closeAll(rachael, teacher);
});

test("the school's note is read before the first call of an evening, and not again", async () => {
  const rachael = await signedIn(here.browser, here.product, GUARDIAN);
  await rachael.goto(videoPage(here.product, evening));
  await rachael.getByText("This call is not recorded, by the school or by you.").waitFor();
  await rachael.getByRole("button", { name: "Join Video Appointments" }).waitFor();
  expect(await faultsOf(rachael)).toEqual([]);
  await rachael.getByRole("button", { name: "Join Video Appointments" }).click();
  await callState(rachael, ["in-call"]);
  await rachael.goto(videoPage(here.product, evening));
  await rachael.locator("#call-note").waitFor({ state: "detached" });
  // The guest at the same computer has not read it, nor has anybody what the school writes from now on.
  const link = await invite(rachael, here.product, { student: "Ben Abbot", evening: evening.id });
  const guest = await rachael.context().newPage();
  await guest.goto(link);
  await guest.getByText("This call is not recorded, by the school or by you.").waitFor();
  await guest.getByRole("button", { name: "Join Video Call" }).click();
  await callState(guest, ["in-call", "waiting"]);
  await guest.goto(link);
  await guest.locator("#call-note").waitFor({ state: "detached" });
  const office = await signedIn(here.browser, here.product, "Eleanor Hart");
  await writeNote(office, "Please be kind. Nothing is recorded.");
  await guest.goto(link);
  await guest.locator("#call-note").getByText("Please be kind. Nothing is recorded.").waitFor();
  await guest.getByRole("button", { name: "Join Video Call" }).waitFor();
  expect(await guest.locator("#call-note").count()).toBe(1);
  await writeNote(office, "");
  await closeAll(rachael, office);
});

test("the whole page's JavaScript is at most 40 kB gzipped, and nothing is asked of anybody else", async () => {
  const page = await signedIn(here.browser, here.product, GUARDIAN);
  const answers: Response[] = [];
  page.on("response", (response) => answers.push(response));
  await page.goto(videoPage(here.product, evening));
  await page.locator("#join:enabled").waitFor();
  const scripts = answers.filter((answer) => answer.headers()["content-type"]?.includes("javascript"));
  const bytes = await Promise.all(scripts.map(async (answer) => gzipSync(await answer.body()).length));
  const sum = bytes.reduce((one, other) => one + other, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(sum).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
  expect([...new Set(answers.map((answer) => new URL(answer.url()).origin))]).toEqual([
    new URL(here.product.school).origin,
  ]);
  await closeAll(page);
});

test("by the keyboard alone: joined, muted, written, helped and left again", async () => {
  const page = await signedIn(here.browser, here.product, GUARDIAN);
  await page.goto(videoPage(here.product, evening));
  await page.locator("#join:enabled").waitFor();
  await tabTo(page, "Join Video Appointments");
  await page.keyboard.press("Enter");
  await callState(page, ["in-call"]);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  await tabTo(page, "Mic on");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Mic off" }).waitFor();
  await tabTo(page, "Chat");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
  await page.keyboard.type("Good evening");
  await page.keyboard.press("Enter");
  await page.locator("[data-chat=mine]").waitFor();
  await page.keyboard.press("Escape");
  await tabTo(page, "Settings");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Settings" }).waitFor();
  await page.keyboard.press("Escape");
  expect(await focusOf(page)).toBe("settings");
  await tabTo(page, "Leave");
  await page.keyboard.press("Enter");
  await callState(page, ["ended"]);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("You have left the call");
  await tabTo(page, "Join again");
  await page.keyboard.press("Enter");
  await callState(page, ["in-call"]);
  await closeAll(page);
});

test("at 320 px, sideways and at four times the size everything is there and nothing is pushed out", async () => {
  const { rachael, teacher } = await aCall(here, evening);
  for (const page of [rachael, teacher])
    for (const [width, height] of SMALL) {
      await page.setViewportSize({ width, height });
      await page.waitForFunction(([wide, high]) => innerWidth === wide && innerHeight === high, [width, height]);
      expect(await pushedOut(page), `${width} by ${height}`).toEqual([]);
    }
  await rachael.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await rachael.setViewportSize({ width: 390, height: 844 });
  await rachael.getByRole("button", { name: "Leave", exact: true }).waitFor();
  await closeAll(rachael, teacher);
});

test("before the call the way in is in sight without scrolling, on a phone held sideways and on a small one too", async () => {
  const page = await signedIn(here.browser, here.product, GUARDIAN);
  await page.goto(videoPage(here.product, evening));
  await page.locator("[data-tile=self] video").waitFor();
  for (const [width, height] of LOW) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => scrollTo(0, 0));
    const box = await page.locator("#join").boundingBox();
    expect(box && box.y + box.height, `${width} by ${height}`).toBeLessThanOrEqual(height);
  }
  await closeAll(page);
});

/** A small phone, upright and sideways, and a window of 1280 by 800 at four times its size. */
const SMALL: readonly [number, number][] = [
  [320, 640],
  [640, 320],
  [320, 200],
];

/** Phones held sideways, the second with a browser's bars, and a small one upright. */
const LOW: readonly [number, number][] = [
  [844, 390],
  [844, 330],
  [375, 560],
];

/** Buttons that cannot be pressed: outside the page, or under something else where they stand. */
function pushedOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`${scrollWidth} pixels wide in ${clientWidth}`);
    for (const button of document.querySelectorAll<HTMLElement>("main button")) {
      if (button.closest("dialog")) continue;
      button.scrollIntoView({ block: "center" });
      const { left, right, top, bottom, width, height } = button.getBoundingClientRect();
      const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (!at || !button.contains(at)) faults.push(`${button.innerText} lies under ${at?.className ?? "nothing"}`);
      if (width < 24 || height < 24) faults.push(`${button.innerText} is ${width} by ${height}`);
    }
    return faults;
  });
}

/** A key that does nothing: neither then nor half a second later, as what a first press did a second would undo. */
async function pressedForNothing(page: Page, key: string): Promise<void> {
  await page.getByRole("button", { name: "Mic on" }).waitFor();
  await page.keyboard.press(key);
  await page.waitForTimeout(500);
  expect(await page.getByRole("button", { name: "Mic on" }).count()).toBe(1);
}

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return;
  }
  throw new Error(`Tab does not come to ${name}`);
}

function focusOf(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute("data-control"));
}

async function writeNote(office: Page, words: string): Promise<void> {
  await office.goto(`${here.product.school}/admin/settings`);
  await office.getByLabel("Note before the first call of an evening").fill(words);
  await Promise.all([
    office.waitForURL(/saved|settings/),
    office.getByRole("button", { name: "Save", exact: true }).click(),
  ]);
  await office.getByRole("status").first().waitFor();
}
