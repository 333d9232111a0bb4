import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { aCall, closeAll, idOf, TEACHER, videoPage } from "../support/browser/a-call.ts";
import { seesAndHears } from "../support/browser/media.ts";
import { callState, join, signedIn } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { said } from "../support/browser/said.ts";

/** A Learning Review is six slots long. */
const REVIEW_SLOTS = 6;

const here = running();

test("the teacher ends it for everyone, asked once: both are thanked, and the next Tab is not at the top of the page", async () => {
  const { rachael, teacher } = await aCall(here, await reviewEndsIn(600_000));
  await teacher.getByRole("button", { name: "End this one" }).press("Enter");
  await teacher.getByRole("button", { name: "Keep talking" }).press("Enter");
  expect(await focus(teacher)).toBe("End this one");
  await teacher.keyboard.press("Enter");
  await teacher.getByRole("button", { name: "End it now" }).press("Enter");
  for (const page of [rachael, teacher]) {
    await callState(page, ["ended"]);
    expect(await focus(page)).toBe("Your appointment has ended");
  }
  await closeAll(rachael, teacher);
});

test("teachers who meet a family together come and go: each is seen and heard, and told to the family by name", async () => {
  const evening = await reviewEndsIn(600_000);
  const { rachael, teacher } = await aCall(here, evening);
  const [sinclair, brooks] = await Promise.all([TEACHER, "Oluwaseun Brooks"].map((name) => idOf(here.product, name)));
  const second = await signedIn(here.browser, here.product, "Oluwaseun Brooks");
  for (const times of [1, 2]) {
    await join(second, videoPage(here.product, evening, "teacher"));
    await told(rachael, "Miss Brooks is here", times);
    await seesAndHears(rachael, [sinclair ?? "", brooks ?? ""]);
    await second.getByRole("button", { name: "Leave", exact: true }).click();
    await told(rachael, "Miss Brooks has left", times);
    await rachael.locator(`[data-tile="${brooks}"]`).waitFor({ state: "detached" });
  }
  await seesAndHears(rachael, [sinclair ?? ""]);
  await closeAll(rachael, teacher, second);
});

test("the focus is somewhere after each turn of the evening: a lost line, a message, another device, an end, the next room", async () => {
  const { product, browser } = here;
  const evening = await product.newEvening(Date.now() - 20_000, 300);
  const david = await signedIn(browser, product, "David Aaron");
  const abell = await signedIn(browser, product, "Anita Abell");
  await join(abell, videoPage(product, evening, "teacher"));
  expect(await focus(abell)).not.toBe("");
  await join(david, videoPage(product, evening));
  await callState(david, ["in-call"]);

  await david.getByRole("button", { name: "Chat" }).focus();
  await david.context().setOffline(true);
  await callState(david, ["reconnecting"], 60_000);
  expect(await focus(david)).toBe("Chat");
  await david.context().setOffline(false);
  await callState(david, ["in-call"], 60_000);
  expect(await focus(david)).toBe("Chat");

  await david.keyboard.press("c");
  await david.getByRole("textbox", { name: "Write to everyone in this call" }).pressSequentially("Thank");
  await abell.getByRole("button", { name: "End this one" }).press("Enter");
  await abell.getByRole("button", { name: "End it now" }).press("Enter");
  await david.getByText("The teacher has ended that appointment").first().waitFor();
  expect(await focus(david)).not.toBe("");

  await david.getByRole("button", { name: "Settings" }).press("Enter");
  const other = await signedIn(browser, product, "David Aaron");
  await join(other, videoPage(product, evening));
  await callState(david, ["ended"]);
  expect(await focus(david)).toBe("Your call is open somewhere else");
  await closeAll(david, other, abell);
});

/** Words of whatever has the focus; none where nothing has. */
function focus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return "";
    return activeElement.textContent?.trim() || activeElement.id || activeElement.tagName;
  });
}

async function told(page: Page, words: string, times: number): Promise<void> {
  const count = async () => (await said(page)).filter((one) => one.includes(words)).length;
  await expect.poll(count).toBe(times);
}

function reviewEndsIn(ms: number): Promise<DemoEvening> {
  const slotSeconds = Math.max(20, ms / 1000 / 3);
  return here.product.newEvening(Date.now() + ms - REVIEW_SLOTS * slotSeconds * 1000, slotSeconds);
}
