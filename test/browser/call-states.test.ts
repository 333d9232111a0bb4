import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { faultsOf } from "../support/browser/axe.ts";
import { running } from "../support/browser/running.ts";
import { SCENES } from "../support/browser/scenes.ts";

const here = running();
/** What is tried here does not depend on how sharp a picture is. */
const sharpen = async () => {};

for (const [name, scene] of Object.entries(SCENES)) {
  test(`every state of ${name}: axe finds nothing, and nothing is too wide`, { timeout: 600_000 }, async () => {
    const { product, browser } = here;
    const faults: string[] = [];
    const take = async (page: Page, state: string) => {
      const before = page.viewportSize();
      for (const fault of await faultsOf(page)) faults.push(`${state}: ${fault}`);
      await page.emulateMedia({ colorScheme: "light" });
      if (before) await page.setViewportSize(before);
    };
    await scene({ product, cast: { teacher: browser, guest: browser, guardian: browser }, sheet: { take, sharpen } });
    expect(faults).toEqual([]);
  });
}
