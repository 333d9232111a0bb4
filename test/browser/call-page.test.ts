import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { launch } from "../support/browser.ts";
import { faultsOf } from "./support/axe.ts";
import { seesAndHears } from "./support/media.ts";
import { callState, join, signedIn } from "./support/people.ts";
import { type DemoEvening, type Product, startProduct } from "./support/product.ts";

/** A Learning Review is six slots long: longer than a test. */
const SLOT_SECONDS = 120;

let product: Product;
let browser: Browser;
let evening: DemoEvening;
let guardianId = "";
let teacherId = "";

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
  const idOf = async (name: string) => (await product.person(name)).signInUrl.split("/").at(-1) ?? "";
  [guardianId, teacherId] = await Promise.all([idOf("Rachael Abbot"), idOf("J Sinclair")]);
}, 180_000);

beforeEach(async () => {
  evening = await product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test("chat: written with Enter, counted while it is closed, links made safe, kept over a reload, gone with the call", async () => {
  const { rachael, teacher } = await aCall();
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
  await close(rachael, teacher);
});

test("M and V turn microphone and camera off for all to see, ? tells so, and they can be turned off for good", async () => {
  const { rachael, teacher } = await aCall();
  const seen = teacher.locator(`[data-tile="${guardianId}"]`);
  await rachael.keyboard.press("m");
  await attribute(seen, "data-mic", "off");
  await rachael.getByRole("button", { name: "Mic off" }).waitFor();
  await rachael.getByRole("status").getByText("Microphone off").waitFor({ state: "attached" });
  await seen.getByText("Microphone off:").waitFor({ state: "attached" });
  await rachael.keyboard.press("v");
  await attribute(seen, "data-camera", "off");
  await seen.locator(".initials").waitFor();
  expect(await faultsOf(teacher)).toEqual([]);
  await rachael.keyboard.press("Control+m");
  await rachael.getByRole("button", { name: "Chat" }).click();
  await rachael.getByRole("textbox").pressSequentially("mvmv?");
  await rachael.keyboard.press("Escape");
  await attribute(seen, "data-mic", "off");
  await rachael.keyboard.press("m");
  await rachael.keyboard.press("v");
  await attribute(seen, "data-mic", "on");
  await attribute(seen, "data-camera", "on");
  await rachael.locator("body").press("?");
  const help = rachael.getByRole("dialog", { name: "Help" });
  await help.getByText("Turn your microphone on or off").waitFor();
  expect(await faultsOf(rachael)).toEqual([]);
  await help.getByRole("checkbox", { name: "Use single keys in a call" }).uncheck();
  await rachael.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await rachael.keyboard.press("m");
  await rachael.reload();
  await callState(rachael, ["in-call"]);
  await rachael.keyboard.press("m");
  await rachael.waitForTimeout(500);
  expect(await rachael.locator("[data-control=mic]").getAttribute("aria-pressed")).toBe("true");
  await rachael.getByRole("button", { name: "Help" }).click();
  await help.waitFor();
  await close(rachael, teacher);
});

test("one's own picture can be hidden and shown again, also after a reload; the others still see it", async () => {
  const { rachael, teacher } = await aCall();
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
  await close(rachael, teacher);
});

test("the school's note is read before the first call of an evening, and not again", async () => {
  const rachael = await signedIn(browser, product, "Rachael Abbot");
  await rachael.goto(`${product.school}/video?evening=${evening.id}`);
  await rachael.getByText("This call is not recorded, by the school or by you.").waitFor();
  await rachael.getByRole("button", { name: "Join Video Appointments" }).waitFor();
  expect(await faultsOf(rachael)).toEqual([]);
  await rachael.getByRole("button", { name: "Join Video Appointments" }).click();
  await callState(rachael, ["in-call"]);
  await rachael.goto(`${product.school}/video?evening=${evening.id}`);
  await rachael.locator("#call-note").waitFor({ state: "detached" });
  await close(rachael);
});

test("a browser that refuses sound before a press shows the picture, and a tap brings the sound", async () => {
  const { rachael, teacher } = await aCall();
  // What browsers do to a page that was loaded again without a press.
  await rachael.addInitScript(() => {
    const play = HTMLMediaElement.prototype.play;
    let pressed = false;
    addEventListener("click", () => (pressed = true), true);
    HTMLMediaElement.prototype.play = function () {
      return this.muted || pressed ? play.call(this) : Promise.reject(new DOMException("no press", "NotAllowedError"));
    };
  });
  await rachael.reload();
  const tap = rachael.getByRole("button", { name: "Tap to hear Mr J Sinclair" });
  await tap.waitFor();
  const video = rachael.locator(`video[data-participant="${teacherId}"]`);
  await seesAndHears(rachael, [teacherId]);
  const isMuted = () => video.evaluate((element) => (element as HTMLVideoElement).muted);
  expect(await isMuted()).toBe(true);
  expect(await faultsOf(rachael)).toEqual([]);
  await tap.click();
  await tap.waitFor({ state: "detached" });
  expect(await isMuted()).toBe(false);
  await close(rachael, teacher);
});

async function aCall() {
  const [rachael, teacher] = await Promise.all([
    signedIn(browser, product, "Rachael Abbot"),
    signedIn(browser, product, "J Sinclair"),
  ]);
  await join(rachael, `${product.school}/video?evening=${evening.id}`);
  await join(teacher, `${product.school}/staff/video?evening=${evening.id}`);
  await Promise.all([seesAndHears(rachael, [teacherId]), seesAndHears(teacher, [guardianId])]);
  return { rachael, teacher };
}

async function attribute(tile: Locator, name: string, value: string): Promise<void> {
  await expect.poll(() => tile.getAttribute(name), { timeout: 10_000 }).toBe(value);
}

function focusOf(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute("data-control"));
}

async function close(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}
