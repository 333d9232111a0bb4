import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { closeAll, idOf, videoPage } from "../support/browser/a-call.ts";
import { firstFrameOf, watchFirstFrames } from "../support/browser/first-frame.ts";
import { openConnections, seesAndHears, tracksSent } from "../support/browser/media.ts";
import { callState, join, signedIn } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";
import { TestRooms } from "../support/browser/test-rooms.ts";

/** Long enough for both to come in, on a busy machine too, and for the next room to be got ready. */
const SLOT_SECONDS = 25;
const DAVID = "David Aaron";
/** Whom David sees second. */
const NEXT = "Geraint Davies";

const here = running();

test("at the boundary the page moves to the next room with the same camera, and was not shown there before", async () => {
  const { product } = here;
  const [teacher, david] = [await someone(NEXT), await someone(DAVID)];
  const evening = await product.newEvening(Date.now(), SLOT_SECONDS);
  const [first, second] = evening.appointments.filter(({ guardian }) => guardian === DAVID);
  expect(second?.teachers).toEqual([expect.stringContaining(NEXT)]);
  const opensAt = evening.startsAt + SLOT_SECONDS * 1000;
  await join(teacher, videoPage(product, evening, "teacher"));
  await join(david, videoPage(product, evening));
  expect(await appointmentOf(david)).toBe(first?.id);
  expect(await appointmentOf(teacher)).toBe(second?.id);
  const camera = await tracksSent(david);

  // His page has a place in the next room by now, and sends the camera there; the teacher is told nothing of it.
  await expect.poll(() => openConnections(david)).toBe(2);
  expect(await appointmentOf(david)).toBe(first?.id);
  expect(await teacher.locator("main").innerText()).not.toMatch(/David Aaron is (waiting|here)/);
  expect(Date.now()).toBeLessThan(opensAt);

  const [davidId, teacherId] = [await idOf(product, DAVID), await idOf(product, NEXT)];
  await Promise.all([firstFrameOf(david, teacherId, opensAt), firstFrameOf(teacher, davidId, opensAt)]);
  await callState(david, ["in-call"]);
  expect(await appointmentOf(david)).toBe(second?.id);
  await seesAndHears(david, [teacherId]);
  expect(await tracksSent(david)).toEqual(camera);
  await closeAll(david, teacher);
});

test("ended early, when the next room is ready already: the page waits there and says who is here", async () => {
  const { product } = here;
  const rooms = new TestRooms(product);
  const evening = await product.newEvening(Date.now() - 5_000, 300);
  const [david, abell, davies] = [await someone(DAVID), await someone("Anita Abell"), await someone(NEXT)];
  for (const page of [david, abell, davies]) await rooms.behind(page);
  await join(david, videoPage(product, evening));
  await join(abell, videoPage(product, evening, "teacher"));
  await join(davies, videoPage(product, evening, "teacher"));
  await expect.poll(() => openConnections(david)).toBe(1);
  rooms.forwardTo(evening.startsAt + 300_000 - 40_000);
  await expect.poll(() => openConnections(david)).toBe(2);
  await abell.getByRole("button", { name: "End this one" }).click();
  await abell.getByRole("button", { name: "End it now" }).click();
  await david.getByRole("heading", { name: "Mr Davies is here" }).waitFor();
  await callState(david, ["waiting"]);
  await davies.getByRole("heading", { name: "David Aaron is waiting" }).waitFor();
  await closeAll(david, abell, davies);
});

/** Signed in, on a page that gets the next room ready as early as it may. */
async function someone(name: string): Promise<Page> {
  const page = await signedIn(here.browser, here.product, name);
  await page.addInitScript(watchFirstFrames);
  await page.addInitScript(() => {
    Math.random = () => 0.99;
  });
  return page;
}

function appointmentOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset.callAppointment);
}
