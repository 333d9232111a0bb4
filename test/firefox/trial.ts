import type { Browser, Page } from "playwright-core";
import { seesAndHears, watchPeerConnections } from "../support/browser/media.ts";
import { join, signedIn } from "../support/browser/people.ts";
import { type Product, startProduct } from "../support/browser/product.ts";
import { launchWhole } from "../support/browser.ts";
import { type Firefox, findFirefox, launchFirefox } from "./firefox.ts";
import type { FirefoxPage } from "./firefox-page.ts";

const HOW_TO_GET_IT =
  "This trial needs Firefox, and found none. Install it with your system's package manager (on Debian: apt-get install firefox-esr; " +
  "on a Mac: brew install --cask firefox), or set FIREFOX to its path. A Firefox from a snap cannot be driven so.";

type Trial = {
  product: Product;
  page: FirefoxPage;
  teacher: Page;
  url: string;
  ids: { guardian: string; teacher: string };
};

/** A call between a guardian in Firefox and a teacher in Chromium, through the local media server: a step a line, and 1 for a failure. */
async function main(): Promise<number> {
  const path = findFirefox();
  if (!path) {
    console.error(HOW_TO_GET_IT);
    return 1;
  }
  const closings: (() => Promise<unknown>)[] = [];
  try {
    const firefox = await launchFirefox(path);
    closings.push(firefox.close);
    const chromium = await launchWhole();
    closings.push(() => chromium.close());
    const product = await startProduct();
    closings.push(() => product.stop());
    console.log(`${firefox.version} with Chromium ${chromium.version()}`);
    await tryAll(await prepare(product, chromium, firefox));
    return 0;
  } catch (error) {
    console.error(error);
    return 1;
  } finally {
    await Promise.all(closings.map((close) => close()));
  }
}

async function prepare(product: Product, chromium: Browser, { page }: Firefox): Promise<Trial> {
  const evening = await product.newEvening(Date.now() - 20_000, 1800);
  const guardian = (await product.person("Rachael Abbot")).signInUrl;
  const teacherId = (await product.person("J Sinclair")).signInUrl.split("/").at(-1) ?? "";
  const teacher = await signedIn(chromium, product, "J Sinclair");
  await join(teacher, `${product.school}/staff/video?evening=${evening.id}`);
  await page.addInitScript(watchPeerConnections);
  await page.goto(guardian);
  const ids = { guardian: guardian.split("/").at(-1) ?? "", teacher: teacherId };
  return { product, page, teacher, url: `${product.school}/video?evening=${evening.id}`, ids };
}

async function tryAll(trial: Trial): Promise<void> {
  for (const [words, step] of STEPS) {
    const began = Date.now();
    await step(trial);
    console.log(`  ${words} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
}

const STEPS: readonly [string, (trial: Trial) => Promise<void>][] = [
  ["the line to the media server and back is tried, with a verdict", tryLine],
  ["both see moving pictures of each other, and hear", callBoth],
  ["microphone and camera off are seen, and on again", turnOff],
  ["chat goes both ways", chat],
  ["after a reload in Firefox both are in the call again", reload],
  ["who only listens sees and hears", listen],
];

async function tryLine({ product, page }: Trial): Promise<void> {
  await page.goto(`${product.school}/check`);
  await page.until("good or fair line", () => document.querySelector("[data-line=good], [data-line=fair]") !== null);
}

async function callBoth(trial: Trial): Promise<void> {
  await trial.page.goto(trial.url);
  await trial.page.press("#join");
  await both(trial);
}

async function turnOff(trial: Trial): Promise<void> {
  const tile = `[data-tile="${trial.ids.guardian}"]`;
  for (const [key, device] of [
    ["m", "mic"],
    ["v", "camera"],
  ] as const) {
    await trial.page.type(key);
    await trial.teacher.locator(`${tile}[data-${device}=off]`).waitFor();
    await trial.page.type(key);
    await trial.teacher.locator(`${tile}[data-${device}=on]`).waitFor();
  }
  await both(trial);
}

async function chat({ page, teacher }: Trial): Promise<void> {
  await teacher.getByRole("button", { name: /^Chat/ }).click();
  await teacher.locator("#chat-words").fill("Good evening");
  await teacher.keyboard.press("Enter");
  await page.press("button", "Chat");
  await page.until("chat line", () => document.body.textContent?.includes("Good evening") ?? false);
  await page.evaluate(() => document.querySelector<HTMLElement>("#chat-words")?.focus());
  await page.type("Hello\uE007");
  await teacher.getByText("Hello", { exact: true }).waitFor();
}

async function reload(trial: Trial): Promise<void> {
  await trial.page.reload();
  await both(trial);
}

async function listen({ page, url, ids }: Trial): Promise<void> {
  await page.press("button", "Leave");
  await page.until("end", () => document.documentElement.dataset.callState === "ended");
  await page.goto(url);
  await page.press("button", "Join and listen only");
  await seesAndHears(page, [ids.teacher]);
}

async function both({ page, teacher, ids }: Trial): Promise<void> {
  await Promise.all([seesAndHears(page, [ids.teacher]), seesAndHears(teacher, [ids.guardian])]);
}

process.exitCode = await main();
