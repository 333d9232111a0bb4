import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { closeAll } from "./support/a-call.ts";
import { faultsOf } from "./support/axe.ts";
import { join, signedIn, stateNow } from "./support/people.ts";
import { running } from "./support/running.ts";

/** Rachael's appointment is six slots long. */
const SLOT_SECONDS = 20;

const here = running();

test("where the school lets calls run on, teacher and family are told so in words, and the call goes on past its end", async () => {
  const evening = await here.product.newEvening(Date.now() - 1_000, SLOT_SECONDS);
  const [rachael, teacher] = [
    await signedIn(here.browser, here.product, "Rachael Abbot"),
    await signedIn(here.browser, here.product, "J Sinclair"),
  ];
  await join(teacher, `${here.product.school}/staff/video?evening=${evening.id}`);
  await join(rachael, `${here.product.school}/video?evening=${evening.id}`);
  expect(await teacher.getByText(/You may run on/).count()).toBe(0);

  const office = await signedIn(here.browser, here.product, "Eleanor Hart");
  await office.goto(`${here.product.school}/admin/evenings/${evening.id}/rules`);
  await office.getByLabel(/It may run on until somebody in it is due elsewhere/).check();
  await office.getByRole("button", { name: "Save", exact: true }).click();
  await teacher.getByText(/You may run on until \d\d:\d\d\. End this one when you are done\./).waitFor();
  await office.context().close();

  await Promise.all([rachael, teacher].map(toldThatItRunsOn));
  expect(await faultsOf(rachael)).toEqual([]);
  expect([await stateNow(rachael), await stateNow(teacher)]).toEqual(["in-call", "in-call"]);
  await teacher.getByRole("button", { name: "End this one" }).click();
  await teacher.getByRole("button", { name: "End it now" }).click();
  await rachael.waitForFunction(() => document.documentElement.dataset.callState === "ended");
  await closeAll(rachael, teacher);
});

async function toldThatItRunsOn(page: Page): Promise<void> {
  const announced = page.getByRole("status").getByText(/The planned time is over\. The call may run on until/);
  await announced.waitFor({ state: "attached", timeout: 180_000 });
  // The timer is drawn four times a second, and may be a moment behind what is said.
  const timer = page.locator(".timer-left").filter({ hasText: /Over time: .* left ends by \d\d:\d\d at the latest/ });
  await timer.waitFor();
}
