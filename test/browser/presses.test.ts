import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import type { CallPageData } from "../../web/pages/call-props.ts";
import { closeAll, GUARDIAN, videoPage } from "../support/browser/a-call.ts";
import { callState, device, signedIn, stateNow } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { hearing } from "../support/browser/said.ts";
import { devicesCome, devicesIn, type Fetched, slowDevices } from "../support/browser/slow-devices.ts";

/** What comes by itself takes no press away: a browser makes a click only where the press ends on the element that it began on. */
const here = running();

/** A Learning Review is six slots long: longer than a test. */
const SLOT_SECONDS = 120;
const MINUTE = 60_000;
const PHONE = 375;

test.each([1280, PHONE])(
  "%i px: Join stands still while camera and microphone are asked for, come, go and are refused",
  async (width) => {
    const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
    const page = await signedIn(here.browser, here.product, GUARDIAN, width);
    await page.addInitScript(slowDevices);
    await page.goto(videoPage(here.product, evening));
    await page.getByText("Press Allow.").waitFor();
    const asking = await joinsBox(page);
    await devicesCome(page, 1);
    await page.locator("[data-tile=self][data-camera=on][data-mic=on]").waitFor();
    const on = await joinsBox(page);
    await page.getByRole("button", { name: "Camera on" }).click();
    await page.getByRole("button", { name: "Mic on" }).click();
    await page.getByRole("button", { name: "Join and listen only" }).waitFor();
    const off = await joinsBox(page);
    await page.addInitScript(refuseDevices);
    await page.reload();
    await page.getByText("Press the sign at the left end of the address bar").waitFor();
    const refused = await joinsBox(page);
    expect({ on, off, refused }).toEqual({ on: asking, off: asking, refused: asking });
    await closeAll(page);
  },
);

test("a press on Join counts where the page learns under the finger that the teacher is late", async () => {
  const { page, evening } = await beforeACall();
  await learnsOfLateTeacherUnderTheFinger(page, evening);
  await page.mouse.up();
  await page.clock.resume();
  await callState(page, ["in-call"]);
  await closeAll(page);
});

test("what the page learnt under the finger is shown when the press is taken back, or after two seconds of it", async () => {
  const { page, evening } = await beforeACall();
  const notice = page.locator("main .notice", { hasText: "running about 10 minutes late" });
  await learnsOfLateTeacherUnderTheFinger(page, evening);
  expect(await notice.count()).toBe(0);
  await page.mouse.move(1, 1);
  await page.mouse.up();
  await page.clock.runFor(500);
  await notice.waitFor();
  await page.clock.resume();
  await learnsOfLateTeacherUnderTheFinger(page, evening);
  await page.clock.runFor(1_500);
  expect(await notice.count()).toBe(0);
  await page.clock.runFor(1_000);
  await notice.waitFor();
  expect(await stateNow(page)).toBe("ready");
  await closeAll(page);
});

test("on a phone, a press on the bell counts where camera and microphone come under the finger", async () => {
  const { page } = await device(here.browser, PHONE);
  await page.addInitScript(slowDevices);
  await page.clock.install();
  await page.goto(`${here.product.school}/check`);
  await page.getByText("Press Allow.").waitFor();
  await page.locator("[data-line]:not([data-line=trying])").waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Play the bell" }).hover();
  await timeStandsStill(page);
  await page.mouse.down();
  await devicesComeAtOnce(page);
  await page.mouse.up();
  await page.clock.resume();
  await page.getByRole("button", { name: "Yes, I hear it" }).waitFor();
  await page.getByText("Press Allow.").waitFor({ state: "detached" });
  await closeAll(page);
});

test("on a phone, a press on Accept counts where the last minute begins under the finger", async () => {
  const evening = await here.product.newEvening(Date.now() + 24 * 60 * MINUTE, SLOT_SECONDS);
  const page = await signedIn(here.browser, here.product, "David Aaron", PHONE);
  await page.clock.install();
  await page.goto(`${here.product.school}/evenings/${evening.id}/book/automatic`);
  await page.getByLabel("Rank of Mr J Sinclair, English").selectOption("1");
  await page.getByRole("button", { name: "Generate Appointments" }).click();
  await page.getByRole("button", { name: "Accept" }).waitFor();
  // Its script has run by then: a clock that jumps before it would jump unseen.
  await page.waitForLoadState("load");
  await timeStandsStill(page);
  const left = page.locator(".hold progress");
  while (Number(await left.getAttribute("value")) > 61) await page.clock.runFor(1000);
  await page.clock.runFor(500);
  // Safari keeps nothing in its place where a page grows above it.
  await page.evaluate(() => {
    document.documentElement.style.setProperty("overflow-anchor", "none");
  });
  await page.getByRole("button", { name: "Accept" }).hover();
  await page.mouse.down();
  // Two seconds of the count: the minute begins with one of them.
  await page.clock.runFor(1600);
  await page.mouse.up();
  await page.waitForURL(/\/bookings\?/);
  await closeAll(page);
});

/** A guardian's page whose clock is the test's. */
async function beforeACall(): Promise<{ page: Page; evening: DemoEvening }> {
  const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const page = await signedIn(here.browser, here.product, GUARDIAN);
  await page.clock.install();
  return { page, evening };
}

async function learnsOfLateTeacherUnderTheFinger(page: Page, evening: DemoEvening): Promise<void> {
  await page.goto(videoPage(here.product, evening));
  const address = `/video/records?evening=${evening.id}`;
  const { appointments } = await page.evaluate(async (at) => (await (await fetch(at)).json()) as CallPageData, address);
  const asked = new Promise<Route>((resolve) => void page.route(/\/video\/records/, resolve, { times: 1 }));
  await page.locator("[data-tile=self][data-camera=on]").waitFor();
  await page.getByRole("button", { name: "Join Video Appointments" }).hover();
  // Such a page looks every half minute.
  await page.clock.fastForward(30_000);
  const route = await asked;
  await timeStandsStill(page);
  await page.mouse.down();
  await route.fulfill({ json: { appointments: appointments.map((one) => ({ ...one, lateMinutes: 10 })) } });
  await hearing(page, "running about 10 minutes late");
}

/** However slow the machine is from now on, a press is a short one. */
async function timeStandsStill(page: Page): Promise<void> {
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
}

async function devicesComeAtOnce(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const come of (window as unknown as { fetched: Fetched }).fetched.awaited.splice(0)) come();
  });
  await expect.poll(() => devicesIn(page)).toHaveLength(2);
}

async function joinsBox(page: Page) {
  await page.evaluate(() => scrollTo(0, 0));
  return page.locator("#join").boundingBox();
}

/** Runs before the page's own scripts. */
function refuseDevices(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
}
