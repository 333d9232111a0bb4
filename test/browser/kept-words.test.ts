import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { closeAll, comeIn, videoPage } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { overALine } from "../support/browser/over-a-line.ts";
import { callState, join, signedIn } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { hearing } from "../support/browser/said.ts";

/** Three beats: as long as a page believes in a line that says nothing, or longer. */
const BEATS_MS = 17_000;

const here = running();
let evening: DemoEvening;

beforeEach(async () => {
  evening = await here.product.newEvening(Date.now() - 5_000, 180);
});

test("a line of the chat written as the connection dies is kept, shown as unsent, and sent once when it is back", async () => {
  const { line, page: rachael, url } = await overALine(here, evening, "Rachael Abbot");
  await rachael.clock.install();
  await join(rachael, url);
  const teacher = await comeIn(here, evening, "J Sinclair", "teacher");
  await openChat(teacher);
  await write(rachael, "before");
  await theirs(teacher, 1);

  line.cut();
  await write(rachael, "into the dead line");
  await rachael.locator("[data-chat=unsent]").getByText("Not sent yet").waitFor();
  // Its beats are not answered.
  await rachael.clock.runFor(BEATS_MS);
  await callState(rachael, ["reconnecting"]);
  await write(rachael, "while it is away");
  await rachael.getByText("Your connection is away. We send this when it is back.").waitFor();
  expect(await rachael.locator("[data-chat=unsent]").count()).toBe(2);
  expect(await faultsOf(rachael)).toEqual([]);
  line.mend();

  await theirs(teacher, 3);
  await rachael.locator("[data-chat=unsent]").first().waitFor({ state: "detached" });
  const words = ["before", "into the dead line", "while it is away"];
  expect(await teacher.locator("[data-chat=theirs] .chat-words").allInnerTexts()).toEqual(words);
  expect(await rachael.locator("[data-chat=mine] .chat-words").allInnerTexts()).toEqual(words);
  await closeAll(rachael, teacher);
  await line.stop();
});

test("a line that was not told back is kept over a reload in the call, sent once after it, and nothing of it stays behind", async () => {
  const { line, rachael } = await rachaelOverALine();
  const teacher = await comeIn(here, evening, "J Sinclair", "teacher");
  await openChat(teacher);
  line.cut();
  await write(rachael, "just before the reload");
  await rachael.locator("[data-chat=unsent]").getByText("just before the reload").waitFor();
  line.mend();
  await rachael.reload();
  await callState(rachael, ["in-call"]);
  await theirs(teacher, 1);
  await openChat(rachael);
  await rachael.locator("[data-chat=mine]").getByText("just before the reload").waitFor();
  const kept = () => rachael.evaluate(() => sessionStorage.getItem("parlour.call") ?? "");
  expect(await kept()).not.toContain("just before");
  expect(await teacher.locator("[data-chat=theirs]").count()).toBe(1);
  await rachael.getByRole("button", { name: "Leave", exact: true }).click();
  await callState(rachael, ["ended"]);
  expect(await kept()).toBe("");
  await closeAll(rachael, teacher);
  await line.stop();
});

test("what was written into a dead line and never came is said so when the call is over, and given back", async () => {
  const { line, rachael } = await rachaelOverALine();
  line.cut();
  await write(rachael, "Please ring me");
  await rachael.getByRole("button", { name: "Leave", exact: true }).click();
  const lost = rachael.locator("[data-lost]");
  await lost.getByText("This message may not have arrived:").waitFor();
  await lost.getByText("Please ring me").waitFor();
  await hearing(rachael, "Please ring me");
  expect(await faultsOf(rachael)).toEqual([]);
  await lost.getByRole("button", { name: "Got it" }).press("Enter");
  await lost.waitFor({ state: "detached" });
  // The button that was pressed is gone: the heading has the focus.
  await rachael.waitForFunction(() => document.activeElement?.tagName === "H1");
  await closeAll(rachael);
  await line.stop();
});

test("an end that the teacher pressed as the connection died is said again when it is back", async () => {
  const { line, page: teacher, url } = await overALine(here, evening, "J Sinclair", "teacher");
  await join(teacher, url);
  const rachael = await comeIn(here, evening, "Rachael Abbot");
  line.cut();
  await teacher.getByRole("button", { name: "End this one" }).click();
  await teacher.getByRole("button", { name: "End it now" }).click();
  line.mend();
  for (const page of [rachael, teacher]) await callState(page, ["ended"]);
  await rachael.getByRole("heading", { name: "Your appointment has ended" }).waitFor();
  await closeAll(rachael, teacher);
  await line.stop();
});

test("while a box lies over the call, what is announced is announced in the box, and nothing twice", async () => {
  const rachael = await comeIn(here, evening, "Rachael Abbot");
  const teacher = await signedIn(here.browser, here.product, "J Sinclair");
  for (const [opener, box] of [
    ["Settings", "Settings"],
    ["Help", "Help"],
  ] as const) {
    await rachael.getByRole("button", { name: opener }).click();
    const dialog = rachael.getByRole("dialog", { name: box });
    const announced = dialog.getByRole("status");
    await announced.waitFor({ state: "attached" });
    await join(teacher, videoPage(here.product, evening, "teacher"));
    // By role: whatever a modal box has made inert is not found.
    await rachael.getByRole("status").getByText("Mr Sinclair is here").waitFor({ state: "attached" });
    expect(await announced.getByText("Mr Sinclair is here").count()).toBe(1);
    expect(await rachael.locator("main > [data-said]").getByText("Mr Sinclair is here").count()).toBe(0);
    expect(await faultsOf(rachael)).toEqual([]);
    await teacher.getByRole("button", { name: "Leave", exact: true }).click();
    await dialog.getByRole("status").getByText("Mr Sinclair has left").waitFor({ state: "attached" });
    await rachael.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  }
  await closeAll(rachael, teacher);
});

/** She is in the call, over a line of her own that can go dead. */
async function rachaelOverALine() {
  const { line, page: rachael, url } = await overALine(here, evening, "Rachael Abbot");
  await join(rachael, url);
  return { line, rachael };
}

async function openChat(page: Page): Promise<void> {
  if ((await page.locator("#chat").count()) === 0) await page.getByRole("button", { name: /^Chat/ }).click();
  await page.locator("#chat").waitFor();
}

async function write(page: Page, words: string): Promise<void> {
  await openChat(page);
  const box = page.getByRole("textbox", { name: "Write to everyone in this call" });
  await box.fill(words);
  await box.press("Enter");
  expect(await box.inputValue()).toBe("");
}

async function theirs(page: Page, count: number): Promise<void> {
  await page
    .locator("[data-chat=theirs]")
    .nth(count - 1)
    .waitFor();
}
