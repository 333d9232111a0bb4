import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { FEW_FRAMES, launch } from "../../support/browser.ts";
import { type Product, startProduct } from "./product.ts";

/** The product and a browser, for all tests of a file. */
export type Running = { readonly product: Product; readonly browser: Browser };

/** Starts both before the file's first test, and stops them after its last. */
export function running(): Running {
  let both: { product: Product; browser: Browser } | undefined;
  const started = () => {
    if (!both) throw new Error("The product runs from the first test on");
    return both;
  };
  beforeAll(async () => {
    both = { product: await startProduct(), browser: await launch([FEW_FRAMES]) };
  }, 180_000);
  afterAll(async () => {
    await both?.browser.close();
    await both?.product.stop();
  });
  return {
    get product() {
      return started().product;
    },
    get browser() {
      return started().browser;
    },
  };
}
