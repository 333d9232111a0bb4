import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

/** The windows that every state is looked at in. */
const WINDOWS = [
  { name: "phone", width: 390, height: 844 },
  { name: "sideways", width: 844, height: 390 },
  { name: "tablet", width: 820, height: 1180 },
  { name: "desktop", width: 1280, height: 800 },
] as const;
type WindowName = (typeof WINDOWS)[number]["name"];

/** Long enough for a box to have faded in and a picture to have its new size. */
const SETTLE_MS = 450;
const SHARP_AFTER_MS = 4_000;
/** On a small machine pictures yield to the sound now and then: they have this long to come back, where the state lets them. */
const CALM_MS = 15_000;

/** Pictures of states, a folder for each window, and one page and one picture that show them all. */
export class ContactSheet {
  #folder: string;
  #taken: { name: string; window: WindowName }[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A browser begins with few bits and learns within seconds that the line carries more. */
  async sharpen(page: Page): Promise<void> {
    await page.waitForTimeout(SHARP_AFTER_MS);
  }

  /** Takes the page as it is now, in every window, and leaves it as wide as it was. */
  async take(page: Page, name: string): Promise<void> {
    const before = page.viewportSize();
    await page.waitForFunction(allShown, undefined, { timeout: CALM_MS }).catch(() => {});
    for (const { name: window, width, height } of WINDOWS) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(SETTLE_MS);
      await mkdir(join(this.#folder, window), { recursive: true });
      await page.screenshot({ path: join(this.#folder, window, `${name}.png`) });
      this.#taken.push({ name, window });
    }
    if (before) await page.setViewportSize(before);
    console.log(`taken: ${name}`);
  }

  /** Writes `phone.html`, `phone.png` and so on; answers how many states there are. */
  async finish(browser: Browser): Promise<number> {
    for (const { name, width, height } of WINDOWS) {
      const file = join(this.#folder, `${name}.html`);
      const states = this.#taken.filter(({ window }) => window === name).map((one) => one.name);
      await writeFile(file, sheet(name, states, width, height));
      const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
      await page.goto(pathToFileURL(file).href);
      await page.screenshot({ path: join(this.#folder, `${name}.png`), fullPage: true });
      await page.close();
    }
    return this.#taken.length / WINDOWS.length;
  }
}

/** Everybody's picture is there, and no line is called weak. */
function allShown(): boolean {
  const others = [...document.querySelectorAll<HTMLElement>("[data-tile][data-role]")];
  return others.every(({ dataset }) => dataset.camera === "on") && !document.querySelector(".call-notice .is-warn");
}

function sheet(window: WindowName, states: string[], width: number, height: number): string {
  const columns = width > height ? 3 : 6;
  const figures = states.map(
    (name) =>
      `<figure><img src="${window}/${name}.png" width="${width}" height="${height}"><figcaption>${name}</figcaption></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>${window}</title>
<style>body{margin:16px;font:14px sans-serif;display:grid;grid-template-columns:repeat(${columns},1fr);gap:16px}
figure{margin:0}img{width:100%;height:auto;border:1px solid #999}</style>
${figures.join("\n")}
`;
}
