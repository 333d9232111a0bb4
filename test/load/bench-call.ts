import type { Browser, Page } from "playwright-core";
import { firstFrameOf, pressedAt, watchFirstFrames } from "../support/browser/first-frame.ts";
import { callState, device } from "../support/browser/people.ts";
import { type Product, startProduct } from "../support/browser/product.ts";
import { launchWhole } from "../support/browser.ts";
import { bareFirstFrames } from "./bare-call.ts";

const PRESSES = Number(process.env.PRESSES ?? 20);
/** Each takes six seconds, most of it rest. */
const BARE_PULLS = Math.ceil(PRESSES / 2);
const BOUNDARIES = Number(process.env.BOUNDARIES ?? 10);
/** The shortest that leaves time to come in and to get the next room ready. */
const SLOT_SECONDS = 14;
const AIM_MS = 400;

/**
 * How long until a person sees the other: from the press on Join, and from the boundary between two appointments, beside the least that
 * the same browser, machine and SFU can do, in one run. What it counts is what the guardian's page loads.
 */
async function benchCall(): Promise<void> {
  const product = await startProduct();
  const browser = await launchWhole();
  try {
    const bare = await bareFirstFrames(browser, product.sfu, BARE_PULLS);
    const presses = await benchPresses(product, browser);
    const boundaries = await benchBoundaries(product, browser);
    report(
      `from the press to the first frame, ${presses.length} presses`,
      presses,
      bare.connecting,
      "a bare pull with its connection",
    );
    report(
      `from the boundary to the first frame, ${boundaries.length} boundaries`,
      boundaries,
      bare.connected,
      "a bare pull over a connection",
    );
    console.log(await weightOf(product, browser));
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** The teacher is in the call; the guardian's page is open with the camera on, and Join is pressed. */
async function benchPresses(product: Product, browser: Browser): Promise<number[]> {
  const evening = await product.newEvening(Date.now() - 5000, 120);
  const teacher = await someone(product, browser, "J Sinclair");
  await teacher.page.goto(`${product.school}/staff/video?evening=${evening.id}`);
  await press(teacher.page);
  const guardian = await someone(product, browser, "Rachael Abbot");
  const took: number[] = [];
  for (let count = 0; count < PRESSES; count += 1) {
    await guardian.page.goto(`${product.school}/video?evening=${evening.id}`);
    await guardian.page.locator("video.is-mirror").waitFor();
    await settle();
    await press(guardian.page);
    took.push((await firstFrameOf(guardian.page, teacher.id)) - (await pressedAt(guardian.page)));
    await guardian.page
      .getByRole("button", { name: /^Leave/ })
      .first()
      .click();
    await callState(guardian.page, ["ended"]);
  }
  await closeAll(teacher.page, guardian.page);
  return took;
}

/** A guardian's two appointments follow on one another; the second one's teacher waits. */
async function benchBoundaries(product: Product, browser: Browser): Promise<number[]> {
  const took: number[] = [];
  for (let count = 0; count < BOUNDARIES; count += 1) {
    const [teacher, guardian] = [
      await someone(product, browser, "Geraint Davies"),
      await someone(product, browser, "David Aaron"),
    ];
    const evening = await product.newEvening(Date.now(), SLOT_SECONDS);
    const boundary = evening.startsAt + SLOT_SECONDS * 1000;
    await guardian.page.goto(`${product.school}/video?evening=${evening.id}`);
    await press(guardian.page);
    await teacher.page.goto(`${product.school}/staff/video?evening=${evening.id}`);
    await press(teacher.page);
    took.push((await firstFrameOf(guardian.page, teacher.id, boundary)) - boundary);
    await closeAll(teacher.page, guardian.page);
  }
  return took;
}

/** What the video page asks for before anything is pressed, nothing cached. */
async function weightOf(product: Product, browser: Browser): Promise<string> {
  const evening = await product.newEvening(Date.now() - 5000, 120);
  const { page } = await someone(product, browser, "Rachael Abbot");
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  let [requests, bytes] = [0, 0];
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    requests += 1;
    bytes += encodedDataLength;
  });
  await page.goto(`${product.school}/video?evening=${evening.id}`, { waitUntil: "networkidle" });
  await closeAll(page);
  return `the video page: ${requests} requests, ${(bytes / 1000).toFixed(1)} kB`;
}

async function someone(product: Product, browser: Browser, name: string): Promise<{ page: Page; id: string }> {
  const { page, context } = await device(browser);
  await context.addInitScript(watchFirstFrames);
  const { signInUrl } = await product.person(name);
  await page.goto(signInUrl);
  return { page, id: signInUrl.split("/").at(-1) ?? "" };
}

async function press(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Join Video/ })
    .first()
    .click();
  await callState(page, ["in-call", "waiting"]);
}

/** The camera has just come on: the browser is still busy with it. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}

async function closeAll(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}

function report(what: string, took: number[], bare: number[], words: string): void {
  const [median, least] = [medianOf(took), medianOf(bare)];
  const all = took.map((ms) => Math.round(ms)).sort((one, other) => one - other);
  console.log(`${what}: median ${Math.round(median)} ms (${all[0]} to ${all.at(-1)}; aim ${AIM_MS})`);
  console.log(`  ${words}: median ${Math.round(least)} ms of ${bare.length}; ratio ${(median / least).toFixed(2)}`);
}

function medianOf(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

await benchCall();
