import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { faultsOf } from "./axe.ts";
import type { Scenes } from "./call-scenes.ts";
import type { Running } from "./running.ts";

/** What is tried here does not depend on how sharp a picture is. */
const sharpen = async () => {};

/** A test a scene: axe finds nothing in any of its states, and none is wider than its window. */
export function tryStates(here: Running, scenes: Scenes): void {
  for (const [name, scene] of Object.entries(scenes)) {
    test(`every state of ${name}: axe finds nothing, and nothing is too wide`, async () => {
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
}
