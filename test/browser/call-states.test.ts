import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../support/browser.ts";
import { faultsOf } from "./support/axe.ts";
import { type Product, startProduct } from "./support/product.ts";
import { SCENES } from "./support/scenes.ts";

let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

for (const [name, scene] of Object.entries(SCENES)) {
  test(`every state of ${name}: axe finds nothing, and nothing is too wide`, { timeout: 600_000 }, async () => {
    const faults: string[] = [];
    const take = async (page: Page, state: string) => {
      const before = page.viewportSize();
      for (const fault of await faultsOf(page)) faults.push(`${state}: ${fault}`);
      await page.emulateMedia({ colorScheme: "light" });
      if (before) await page.setViewportSize(before);
    };
    await scene({ product, cast: { teacher: browser, guest: browser, guardian: browser }, sheet: { take } });
    expect(faults).toEqual([]);
  });
}
