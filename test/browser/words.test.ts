import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { callState, device } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";

/** A narrow phone, and a common one. WCAG 2.2, 1.4.10 asks for the first. */
const WIDTHS = [320, 390];

const here = running();
let evening: string;

beforeAll(async () => {
  evening = (await here.product.newEvening(Date.now() + 60 * 60_000, 300)).id;
});

test.each(["en-XA", "ar-XB"])("%s: no page of a family scrolls sideways, and scripts speak it too", async (locale) => {
  const { page } = await device(here.browser, 390);
  await page.goto(`${here.product.school}/?locale=${locale}`);
  const wide = await wideAmong(page, [
    "/",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/link",
    "/privacy",
    "/accessibility",
    "/check",
  ]);
  await page.goto((await here.product.person("David Aaron")).signInUrl);
  const book = `/evenings/${evening}/book`;
  const own = [
    "/bookings",
    "/bookings/invites",
    "/bookings/invites/new",
    "/bookings/calendar",
    "/video",
    "/account/sessions",
  ];
  wide.push(...(await wideAmong(page, [...own, book, `${book}/manual`, `${book}/automatic`])));
  expect(wide).toEqual([]);
  await page.goto(`${here.product.school}/bookings`);
  await page.locator('.toolbar a[href*="/bookings/invites"]').click();
  await page.locator("dialog[open] .dialog-head").waitFor();
  // The script wrote these words anew when the box came.
  const words = await page.locator('.toolbar a[href*="/bookings/invites"]').textContent();
  expect(words).toMatch(locale === "en-XA" ? /^\s*\[Íńṽ/ : /\u202e/);
  await page.context().close();
});

test.each(["en-XA", "ar-XB"])(
  "%s: a live call, its chat and its settings fit, and no button cuts its word",
  async (locale) => {
    const { id } = await here.product.newEvening(Date.now() - 5_000, 600);
    const teacher = await inCall("Anita Abell", locale, `/staff/video?evening=${id}`);
    const guardian = await inCall("David Aaron", locale, `/video?evening=${id}`);
    await Promise.all([teacher, guardian].map((page) => page.locator("video[data-participant]").waitFor()));
    const cut: string[] = [];
    for (const page of [guardian, teacher])
      for (const open of ["help", "chat", "settings"]) {
        await page.locator(`[data-control=${open}]`).click();
        cut.push(...(await cutIn(page, open)));
        await page.keyboard.press("Escape");
      }
    expect(cut).toEqual([]);
    await Promise.all([teacher, guardian].map((page) => page.context().close()));
  },
);

async function inCall(name: string, locale: string, path: string): Promise<Page> {
  const { page } = await device(here.browser, 390);
  await page.goto(`${here.product.school}/?locale=${locale}`);
  await page.goto((await here.product.person(name)).signInUrl);
  await page.goto(`${here.product.school}${path}`);
  await page.locator("#join:enabled").click();
  await callState(page, ["in-call"]);
  return page;
}

/** What is too wide for its window, and which buttons for their words. */
async function cutIn(page: Page, open: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 720 });
    for (const fault of await page.evaluate(cutHere)) found.push(`${open} at ${width}: ${fault}`);
  }
  return found;
}

/** Runs in the page. */
function cutHere(): string[] {
  const found: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`${scrollWidth} wide`);
  for (const button of document.querySelectorAll("button, .chat, dialog[open]")) {
    const box = button.getBoundingClientRect();
    if (box.width === 0) continue;
    if (box.left < 0 || box.right > clientWidth) found.push(`${button.className} sticks out`);
    const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.textContent?.trim() || text.parentElement?.closest(".unseen, [aria-hidden], option")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const words = range.getBoundingClientRect();
      if (words.left < box.left - 1 || words.right > box.right + 1) found.push(`${text.textContent} is cut`);
    }
  }
  return found;
}

/** Those of the pages that are wider than their window, by how much, in CSS pixels. */
async function wideAmong(page: Page, paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(`${here.product.school}${path}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) found.push(`${path} at ${width}: ${over}`);
    }
  }
  return found;
}
