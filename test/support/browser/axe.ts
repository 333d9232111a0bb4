import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA, and axe's own good practice. */
const EVERYTHING: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
};
/** The dark differs from the light in its colours alone. */
const COLOURS: RunOptions = { runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] };

/** 320 is a small phone, and a window of 1280 px at four times its size. */
const VIEWS = [
  { name: "phone", width: 320, height: 800, colorScheme: "light", rules: EVERYTHING },
  { name: "dark", width: 1280, height: 800, colorScheme: "dark", rules: COLOURS },
  { name: "desktop", width: 1280, height: 800, colorScheme: "light", rules: EVERYTHING },
] as const;

/** What axe finds on the page as it is now, and what is too wide for it: on phone and desktop, and in the dark, a line for each. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Not by a script element: the site's content policy would refuse it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(SOURCE);
  const faults: string[] = [];
  for (const { name, width, height, colorScheme, rules } of VIEWS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await settled(page);
    for (const fault of [...(await axeFaults(page, rules)), ...(await overflow(page))])
      faults.push(`${new URL(page.url()).pathname} (${name}): ${fault}`);
  }
  return faults;
}

async function axeFaults(page: Page, rules: RunOptions): Promise<string[]> {
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    rules,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`));
}

/** WCAG 1.4.10: nobody has to scroll sideways. */
async function overflow(page: Page): Promise<string[]> {
  const [wide, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  return Number(wide) > Number(room) ? [`${wide} pixels wide in ${room}`] : [];
}

/** A colour on its way from light to dark is neither. Ended rather than waited for: inside a closed `details` none ever ends by itself. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
  });
}
