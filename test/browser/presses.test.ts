import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import type { CallRecords } from "../../web/pages/call-props.ts";
import { closeAll, GUARDIAN, videoPage } from "../support/browser/a-call.ts";
import { callState, signedIn, stateNow } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { hearing } from "../support/browser/said.ts";
import { devicesCome, slowDevices } from "../support/browser/slow-devices.ts";

/** What comes by itself takes no press away: a browser makes a click only where the press ends on the element that it began on. */
const here = running();

/** A Learning Review is six slots long: longer than a test. */
const SLOT_SECONDS = 120;

test.each([1280, 375])(
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

test("a press on Join counts where the page learns under the finger that the teacher is late; one that is taken back lets it be seen", async () => {
  const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const page = await signedIn(here.browser, here.product, GUARDIAN);
  await page.clock.install();
  const notice = page.locator("main .notice", { hasText: "running about 10 minutes late" });
  await learnsOfLateTeacherUnderTheFinger(page, evening);
  await page.mouse.move(1, 1);
  await page.mouse.up();
  await page.clock.resume();
  await notice.waitFor();
  expect(await stateNow(page)).toBe("ready");
  await learnsOfLateTeacherUnderTheFinger(page, evening);
  await page.mouse.up();
  await page.clock.resume();
  await callState(page, ["in-call"]);
  await closeAll(page);
});

/** Time stands still from the finger's going down: however slow the machine is, it is one short press. */
async function learnsOfLateTeacherUnderTheFinger(page: Page, evening: DemoEvening): Promise<void> {
  await page.goto(videoPage(here.product, evening));
  const address = `/video/records?evening=${evening.id}`;
  const { appointments } = await page.evaluate(async (at) => (await (await fetch(at)).json()) as CallRecords, address);
  const asked = new Promise<Route>((resolve) => void page.route(/\/video\/records/, resolve, { times: 1 }));
  await page.locator("[data-tile=self][data-camera=on]").waitFor();
  await page.getByRole("button", { name: "Join Video Appointments" }).hover();
  // Such a page looks every half minute.
  await page.clock.fastForward(30_000);
  const route = await asked;
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  await page.mouse.down();
  await route.fulfill({ json: { appointments: appointments.map((one) => ({ ...one, lateMinutes: 10 })) } });
  await hearing(page, "running about 10 minutes late");
}

async function joinsBox(page: Page) {
  await page.evaluate(() => scrollTo(0, 0));
  return page.locator("#join").boundingBox();
}

/** Runs before the page's own scripts. */
function refuseDevices(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
}
