import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Finding = { id: string; nodes: { target: unknown[] }[] };
declare const axe: { run(context: Document, options: object): Promise<{ violations: Finding[] }> };

/** What keeps people from a page as it stands: axe's findings, and words for a page that has to be pushed sideways. Empty where nothing does. */
export async function faultsOf(page: Page): Promise<string[]> {
  // In the page's own world, past its content policy: the debugger's protocol is no script of the page.
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => (await axe.run(document, { resultTypes: ["violations"] })).violations);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [
    ...found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
    ...(wide > 0 ? [`${wide} px wider than the window`] : []),
  ];
}
