import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { closeAll, GUARDIAN, idOf, reviewEndsAt, TEACHER, videoPage } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { seesAndHears } from "../support/browser/media.ts";
import { overALine } from "../support/browser/over-a-line.ts";
import { callState, device, join, signedIn, stateNow } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";
import { hearing, said } from "../support/browser/said.ts";
import { devicesCome, devicesIn, slowDevices } from "../support/browser/slow-devices.ts";
import { TestRooms } from "../support/browser/test-rooms.ts";

/** What a call page says and does as the time of an appointment passes: the rooms' clock is the test's. */
const here = running();

const MINUTE = 60_000;
const SLOT_SECONDS = 60;

test("who waits is told who is here, the call begins by itself, its last turns are told once each, and it ends with thanks", async () => {
  const { product } = here;
  const rooms = new TestRooms(product);
  const evening = await product.newEvening(Date.now() + MINUTE, SLOT_SECONDS);
  const [rachael, teacher] = [await personIn(rooms, GUARDIAN), await personIn(rooms, TEACHER)];
  await join(rachael, videoPage(product, evening));
  await rachael.getByRole("heading", { name: "Awaiting teacher" }).waitFor();
  await join(teacher, videoPage(product, evening, "teacher"));
  await rachael.getByRole("heading", { name: "Mr Sinclair is here" }).waitFor();
  await teacher.getByRole("heading", { name: "Rachael Abbot is waiting" }).waitFor();

  rooms.forwardTo(evening.startsAt);
  await Promise.all([rachael, teacher].map((page) => callState(page, ["in-call"])));
  await seesAndHears(rachael, [await idOf(product, TEACHER)]);
  const turns = ["2 minutes left. Time to sum up", "1 minute left", "30 seconds left", "10 seconds left"];
  for (const [at, left] of [2 * MINUTE, MINUTE, 30_000, 10_000].entries()) {
    rooms.forwardTo(reviewEndsAt(evening) - left - 500);
    await hearing(rachael, turns[at] ?? "");
  }
  // The last seconds pass as they do: nothing counts down by the second, and the end comes without a press.
  rooms.forwardTo(reviewEndsAt(evening) - 3_000);
  await Promise.all([rachael, teacher].map((page) => callState(page, ["ended"])));
  await rachael.getByRole("heading", { name: "Your appointment has ended" }).waitFor();
  expect(await faultsOf(rachael)).toEqual([]);
  const told = await said(rachael);
  expect(told).toContain("Mr Sinclair is here");
  expect(told.filter((words) => words.includes("left"))).toEqual(turns);
  await closeAll(rachael, teacher);
});

test("where the school lets calls run on, the teacher in the call is told so at once", async () => {
  const { product } = here;
  const evening = await product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const teacher = await signedIn(here.browser, product, TEACHER);
  await join(teacher, videoPage(product, evening, "teacher"));
  expect(await teacher.getByText(/You may run on/).count()).toBe(0);
  await letRunOn(evening.id);
  await teacher.getByText(/You may run on until \d\d:\d\d\. End this one when you are done\./).waitFor();
  await closeAll(teacher);
});

test("a call that runs on says so in words to teacher and family, goes on past its end, and the teacher ends it", async () => {
  const { product } = here;
  const rooms = new TestRooms(product);
  const evening = await product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  await letRunOn(evening.id);
  const [rachael, teacher] = [await personIn(rooms, GUARDIAN), await personIn(rooms, TEACHER)];
  await join(teacher, videoPage(product, evening, "teacher"));
  await join(rachael, videoPage(product, evening));
  await callState(rachael, ["in-call"]);

  rooms.forwardTo(reviewEndsAt(evening) - 500);
  await Promise.all([rachael, teacher].map(toldThatItRunsOn));
  expect(await faultsOf(rachael)).toEqual([]);
  // A minute in which the room has looked at its clock several times.
  rooms.forwardTo(reviewEndsAt(evening) + MINUTE);
  await Promise.all(
    [rachael, teacher].map((page) => page.locator(".timer-left").filter({ hasText: "Over time: 8 min" }).waitFor()),
  );
  expect([await stateNow(rachael), await stateNow(teacher)]).toEqual(["in-call", "in-call"]);
  await teacher.getByRole("button", { name: "End this one" }).click();
  await teacher.getByRole("button", { name: "End it now" }).click();
  await callState(rachael, ["ended"]);
  await closeAll(rachael, teacher);
});

test("a device whose clock is ten minutes ahead waits, goes in and counts down by the school's clock", async () => {
  const { product, browser } = here;
  const rooms = new TestRooms(product);
  const evening = await product.newEvening(Date.now() + 3 * MINUTE, SLOT_SECONDS);
  const { page, context } = await device(browser);
  await context.addInitScript(clockAhead, 10 * MINUTE);
  await rooms.behind(page);
  await page.goto((await product.person(TEACHER)).signInUrl);
  await join(page, videoPage(product, evening, "teacher"));
  expect(await page.evaluate(() => Date.now())).toBeGreaterThan(rooms.now() + 9 * MINUTE);
  await countsDownTo(page, rooms, evening.startsAt);
  rooms.forwardTo(evening.startsAt - 20_000);
  await countsDownTo(page, rooms, evening.startsAt);
  expect(await stateNow(page)).toBe("waiting");
  rooms.forwardTo(evening.startsAt);
  await callState(page, ["in-call"]);
  await countsDownTo(page, rooms, reviewEndsAt(evening));
  await closeAll(page);
});

test("a page left open before the call lets the camera go when its last appointment is over", async () => {
  const { product, browser } = here;
  const evening = await product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const rachael = await signedIn(browser, product, GUARDIAN);
  await rachael.addInitScript(slowDevices);
  await rachael.clock.install();
  await rachael.goto(videoPage(product, evening));
  await devicesCome(rachael, 1);
  await expect.poll(() => devicesIn(rachael)).toHaveLength(2);
  await rachael.clock.fastForward(reviewEndsAt(evening) - Date.now() - MINUTE);
  await rachael.locator("#join").waitFor();
  expect(await devicesIn(rachael)).toHaveLength(2);
  await rachael.clock.fastForward(MINUTE);
  await rachael.locator("#join").waitFor({ state: "detached" });
  await expect.poll(() => devicesIn(rachael)).toEqual([]);
  await closeAll(rachael);
});

test("a line that has died is given up three seconds after the page wakes, and by its beats without that", async () => {
  const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const { line, page, url } = await overALine(here, evening, GUARDIAN);
  await page.clock.install();
  await join(page, url);
  await callState(page, ["in-call"]);
  for (const [wakes, ms] of [
    [true, 3_000],
    [false, 17_000],
  ] as const) {
    // Cut first: an answer that comes while the page's time stands would be as new as the question.
    line.cut();
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
    if (wakes) await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.clock.runFor(ms);
    await callState(page, ["reconnecting"]);
    line.mend();
    await page.clock.resume();
    await callState(page, ["in-call"]);
  }
  await closeAll(page);
  await line.stop();
});

/** A demo person, signed in, whose calls are in these rooms. */
async function personIn(rooms: TestRooms, name: string): Promise<Page> {
  const page = await signedIn(here.browser, here.product, name);
  await rooms.behind(page);
  return page;
}

async function letRunOn(eveningId: string): Promise<void> {
  const office = await signedIn(here.browser, here.product, "Eleanor Hart");
  await office.goto(`${here.product.school}/admin/evenings/${eveningId}/rules`);
  await office.getByLabel(/It may run on until somebody in it is due elsewhere/).check();
  await office.getByRole("button", { name: "Save", exact: true }).click();
  await office.getByRole("status").first().waitFor();
  await closeAll(office);
}

async function toldThatItRunsOn(page: Page): Promise<void> {
  await hearing(page, "The planned time is over. The call may run on until");
  // The timer is drawn four times a second, and may be a moment behind what is said.
  const timer = page.locator(".timer-left").filter({ hasText: /Over time: .* left ends by \d\d:\d\d at the latest/ });
  await timer.waitFor();
}

/** Runs before the page's own scripts: this device's clock is wrong. */
function clockAhead(ms: number): void {
  const right = Date;
  window.Date = class extends right {
    constructor(...parts: []) {
      if (parts.length > 0) super(...parts);
      else super(right.now() + ms);
    }
    static override now = () => right.now() + ms;
  } as DateConstructor;
}

/** The timer bar's minutes and seconds are those that are left until then by the rooms' clock. */
async function countsDownTo(page: Page, rooms: TestRooms, end: number): Promise<void> {
  const timer = page.locator(".timer-left");
  const isWrongBy = async () => {
    const words = await timer.innerText();
    const [, minutes = "0"] = /(\d+) min/.exec(words) ?? [];
    const [, seconds = "0"] = /(\d+) s(?:econds?)?\b/.exec(words) ?? [];
    return Math.abs(Number(minutes) * 60 + Number(seconds) - (end - rooms.now()) / 1000);
  };
  await expect.poll(isWrongBy).toBeLessThan(2);
}
