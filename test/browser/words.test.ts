import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../support/browser.ts";
import { device } from "./support/people.ts";
import { type Product, startProduct } from "./support/product.ts";

/** A narrow phone, and a common one. WCAG 2.2, 1.4.10 asks for the first. */
const WIDTHS = [320, 390];

let product: Product;
let browser: Browser;
let evening: string;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
  evening = (await product.newEvening(Date.now() + 60 * 60_000, 300)).id;
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test.each(["en-XA", "ar-XB"])("%s: no page of a family scrolls sideways, and scripts speak it too", async (locale) => {
  const { page } = await device(browser, 390);
  await page.goto(`${product.school}/?locale=${locale}`);
  const wide = await wideAmong(page, ["/", "/sign-in", "/sign-in/link", "/privacy", "/accessibility", "/check"]);
  await page.goto((await product.person("David Aaron")).signInUrl);
  const book = `/evenings/${evening}/book`;
  const own = ["/bookings", "/bookings/invites", "/bookings/invites/new", "/bookings/calendar", "/video"];
  wide.push(...(await wideAmong(page, [...own, book, `${book}/manual`, `${book}/automatic`])));
  expect(wide).toEqual([]);
  await page.goto(`${product.school}/bookings`);
  await page.locator('.toolbar a[href*="/bookings/invites"]').click();
  await page.locator("dialog[open] .dialog-head").waitFor();
  // The script wrote these words anew when the box came.
  const words = await page.locator('.toolbar a[href*="/bookings/invites"]').textContent();
  expect(words).toMatch(locale === "en-XA" ? /^\s*\[Íńṽ/ : /\u202e/);
  await page.context().close();
});

/** Those of the pages that are wider than their window, by how much, in CSS pixels. */
async function wideAmong(page: Page, paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.goto(`${product.school}${path}`);
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
