import type { Page } from "playwright-core";
import { videoPage } from "./a-call.ts";
import { type CuttableLine, cuttableLine } from "./cuttable-line.ts";
import { device } from "./people.ts";
import type { DemoEvening } from "./product.ts";
import type { Running } from "./running.ts";

/** A demo person before the evening's call, over a line of their own that can go dead. Whoever asks for it ends the line. */
export async function overALine(
  { product, browser }: Running,
  evening: DemoEvening,
  name: string,
  role: "family" | "teacher" = "family",
): Promise<{ line: CuttableLine; page: Page; url: string }> {
  const line = await cuttableLine(product.port);
  const { page } = await device(browser);
  const over = (url: string) => url.replace(`:${product.port}`, `:${line.port}`);
  await page.goto(over((await product.person(name)).signInUrl));
  return { line, page, url: over(videoPage(product, evening, role)) };
}
