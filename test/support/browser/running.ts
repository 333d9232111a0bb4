import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { FEW_FRAMES, launch } from "../browser.ts";
import { type Product, schoolIn, startProduct } from "./product.ts";
import { productOfLane } from "./product-of-lane.ts";

/** A school of the file's own in a running product, and a browser, for all tests of a file. */
export type Running = { readonly product: Product; readonly browser: Browser };

/**
 * Gives a file its school and its browser before its first test, and ends the browser after its last. The product is the lane's, which the next
 * file goes on with; `own` is for a file that stops parts of it or changes what all schools share: that file starts one for itself.
 */
export function running({ own = false } = {}): Running {
  let both: { product: Product; browser: Browser; stop: () => Promise<void> } | undefined;
  const started = () => {
    if (!both) throw new Error("The product runs from the first test on");
    return both;
  };
  beforeAll(async () => {
    both = own ? await startOwn() : await joinLane();
  }, 180_000);
  afterAll(async () => both?.stop());
  return {
    get product() {
      return started().product;
    },
    get browser() {
      return started().browser;
    },
  };
}

async function startOwn() {
  const [product, browser] = await Promise.all([startProduct(), launch([FEW_FRAMES])]);
  return { product, browser, stop: () => browser.close().finally(() => product.stop()) };
}

async function joinLane() {
  const [product, browser] = await Promise.all([productOfLane().then(schoolIn), launch([FEW_FRAMES])]);
  return { product, browser, stop: () => browser.close() };
}
