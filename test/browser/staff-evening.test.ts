import type { Page, Route } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { comeIn, videoPage } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { invite } from "../support/browser/invite.ts";
import { callState, device, join, signedIn } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { hearing } from "../support/browser/said.ts";

/** The school's side of an evening: Mrs Abell has Sophie Aaron now, and Zoë Okafor next. */
const here = running();
let evening: DemoEvening;
let anita: Page;
let office: Page;
let ngozi: Page;

beforeAll(async () => {
  evening = await here.product.newEvening(Date.now() - 30_000, 540);
  ngozi = await signedIn(here.browser, here.product, "Ngozi Okafor");
  await ngozi.goto(`${here.product.school}/evenings/${evening.id}/book/manual`);
  const times = ngozi.getByRole("region", { name: "Mrs Anita Abell", exact: true });
  await times.getByRole("button", { name: /Free/ }).first().click();
  await times.getByText("Yours").waitFor();
});

const inOrder = (who: string) => anita.locator(".order li", { hasText: who });

test("the teacher sees and hears who waits, the office what stands where, at once", async () => {
  anita = await comeIn(here, evening, "Anita Abell", "teacher");
  await inOrder("Zoë Okafor").getByText("Not here yet").waitFor();
  office = await signedIn(here.browser, here.product, "Eleanor Hart");
  await office.goto(`${here.product.school}/admin/evenings/${evening.id}`);
  await office.getByRole("link", { name: "Live board" }).first().click();
  await office.getByText("up to date").waitFor();
  const row = office.getByRole("row", { name: /Mrs Anita Abell/ });
  await row.getByText("Family not here yet").waitFor();

  await join(ngozi, videoPage(here.product, evening));
  await Promise.all([inOrder("Zoë Okafor").getByText("Waiting").waitFor(), row.getByText("is waiting").waitFor()]);
  await anita.getByRole("status").getByText("Ngozi Okafor is waiting for").waitFor();

  await comeIn(here, evening, "David Aaron");
  await inOrder("Sophie Aaron").getByText("With you now").waitFor();
  await row.getByText("In the call").waitFor();
  await row.getByText("2 of 4").waitFor();
  await look(anita, "teacher.call");
  await look(office, "desk.board");
  expect(await faultsOf(office)).toEqual([]);
});

test("without scripts the live board is the same page, looked at again", async () => {
  const context = await here.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto((await here.product.person("Eleanor Hart")).signInUrl);
  await page.goto(`${here.product.school}/admin/evenings/${evening.id}/board`);
  await page.getByRole("link", { name: "Look again" }).click();
  await page
    .getByRole("row", { name: /Mrs Anita Abell/ })
    .getByText("In the call")
    .waitFor();
  await context.close();
});

test("notes keep themselves, come back after a reload, and are on My Schedule without scripts", async () => {
  const notes = anita.getByRole("textbox", { name: "Notes on Sophie Aaron" });
  await notes.fill("Reads well. Ask about glasses.");
  await anita.getByText("Only you see them. Saved.").waitFor();
  await anita.reload();
  await callState(anita, ["in-call"]);
  await anita.waitForFunction(() => document.querySelector("textarea")?.value === "Reads well. Ask about glasses.");
  const context = await here.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto((await here.product.person("Anita Abell")).signInUrl);
  await page.goto(`${here.product.school}/staff/schedule?evening=${evening.id}`);
  await page.getByText("Your notes on Sophie Aaron").click();
  const own = page.getByRole("textbox", { name: "Notes on Sophie Aaron" });
  expect(await own.inputValue()).toBe("Reads well. Ask about glasses.");
  await own.fill("Wears glasses now.");
  await page
    .getByRole("row", { name: /Sophie Aaron/ })
    .getByRole("button", { name: "Save notes" })
    .click();
  await page.getByText("Your notes on Sophie Aaron").click();
  await page.getByText(/Saved at/).waitFor();
  expect(await own.inputValue()).toBe("Wears glasses now.");
  expect(page.url()).toContain("#appointment-");
  await context.close();
});

test("however long the evening, the notes stay in sight below the running order", async () => {
  // The demo school has three families for her: copies of a row stand for the others.
  const room = await anita.evaluate(() => {
    const order = document.querySelector(".panel .order");
    const row = order?.lastElementChild;
    const copies = Array.from({ length: 12 }, () => row?.cloneNode(true) ?? "");
    order?.append(...copies);
    const below =
      innerHeight - (document.querySelector(".panel textarea")?.getBoundingClientRect().bottom ?? innerHeight);
    for (const copy of copies) if (copy instanceof Element) copy.remove();
    return below;
  });
  expect(room).toBeGreaterThan(0);
});

test("the school away for a moment: a note says that it is not saved, and then that it is", async () => {
  await anita.route("**/note", (route) => route.abort());
  const notes = anita.getByRole("textbox", { name: "Notes on Sophie Aaron" });
  await notes.fill("Written on a bad line.");
  await anita.getByText("Not saved yet").waitFor();
  await anita.unroute("**/note");
  await anita.getByText("Only you see them. Saved.").waitFor();
  await look(anita, "teacher.notes");
});

test("a note that is slow on its way does not take the place of the one written after it", async () => {
  const kept: string[] = [];
  const slow = async (route: Route) => {
    const text = new URLSearchParams(route.request().postData() ?? "").get("text") ?? "";
    if (text === "first") await anita.waitForTimeout(2_500);
    kept.push(text);
    await route.continue();
  };
  await anita.route("**/note", slow);
  const notes = anita.getByRole("textbox", { name: "Notes on Sophie Aaron" });
  const sent = anita.waitForRequest("**/note");
  await notes.fill("first");
  await sent;
  await notes.fill("first, and second");
  await expect.poll(() => kept.at(-1), { timeout: 20_000 }).toBe("first, and second");
  await anita.getByText("Only you see them. Saved.").waitFor();
  expect(kept).toEqual(["first", "first, and second"]);
  await anita.unroute("**/note", slow);
});

test("one click tells the family that waits that the teacher is late, and one takes it back", async () => {
  await anita.getByRole("button", { name: "Running late: tell Ngozi Okafor" }).click();
  await ngozi.locator(".call-notice").getByText("Mrs Abell is running about 5 minutes late.").waitFor();
  await hearing(ngozi, "Mrs Abell is running about 5 minutes late.");
  await look(ngozi, "call.late");
  // Ngozi's page is told by the room, and may be sooner than the answer to the press.
  await anita.getByRole("button", { name: "Not late" }).waitFor();
  expect(await focus(anita)).toBe("Not late");
  await anita.getByRole("button", { name: "5 more" }).click();
  await ngozi.locator(".call-notice").getByText("Mrs Abell is running about 10 minutes late.").waitFor();
  await anita.getByRole("button", { name: "Not late" }).click();
  await ngozi
    .locator(".call-notice")
    .getByText(/running about/)
    .waitFor({ state: "detached" });
});

test("the teacher takes a guest out of the call, by name, after being asked, and lets them back in", async () => {
  const jane = (await device(here.browser)).page;
  const david = await signedIn(here.browser, here.product, "David Aaron");
  const link = await invite(david, here.product);
  await david.context().close();
  await join(jane, link);
  await callState(jane, ["in-call"]);
  await anita.getByText("Jane Aaron, guest of David Aaron").waitFor();
  await anita.getByRole("button", { name: "Take Jane Aaron out" }).click();
  await look(anita, "teacher.guest");
  await anita.getByRole("button", { name: "Keep them in" }).click();
  expect(await focus(anita)).toBe("Take Jane Aaron out");
  await anita.getByRole("button", { name: "Take Jane Aaron out" }).click();
  await anita.getByRole("button", { name: "Take them out" }).click();
  await callState(jane, ["ended"]);
  await look(jane, "guest.taken-out");
  await anita.getByText("The guest was taken out of this call.").waitFor();
  // The button that was pressed is gone, and what has the focus instead is in the call.
  expect(await focus(anita)).toBe("Progress Meeting · Mrs Anita Abell");
  await anita.getByRole("button", { name: "Let them back in" }).click();
  await anita.getByText("Jane Aaron, guest of David Aaron").waitFor();
  await join(jane, link);
  await callState(jane, ["in-call"]);
  expect(await faultsOf(anita)).toEqual([]);
});

test("on a phone the running order and the notes come over the call when they are asked for", async () => {
  await anita.setViewportSize({ width: 390, height: 844 });
  await anita.getByRole("button", { name: "Notes and running order" }).click();
  const sheet = anita.getByRole("dialog", { name: "Running order" });
  await sheet.getByText("Zoë Okafor").waitFor();
  expect(await sheet.getByRole("textbox", { name: "Notes on Sophie Aaron" }).inputValue()).toBe("first, and second");
  await sheet.getByRole("textbox").fill("Written on a phone.");
  await look(anita, "teacher.sheet");
  expect(await faultsOf(anita)).toEqual([]);
  await anita.setViewportSize({ width: 390, height: 844 });
  await sheet.getByRole("button", { name: "Back to the call" }).click();
  await sheet.waitFor({ state: "detached" });
  await anita.setViewportSize({ width: 1280, height: 800 });
  await anita.getByRole("complementary", { name: "Running order" }).getByText("Saved.").waitFor();
});

test("where the chat takes the running order's place, a button brings it back", async () => {
  await anita.setViewportSize({ width: 1280, height: 800 });
  const notes = anita.getByRole("button", { name: "Notes and running order" });
  const chat = anita.getByRole("button", { name: /^Chat/ });
  expect(await notes.isVisible()).toBe(false);
  await chat.click();
  await notes.click();
  await anita.getByRole("dialog", { name: "Running order" }).getByRole("button", { name: "Back to the call" }).click();
  await chat.click();
  await anita.getByRole("complementary", { name: "Running order" }).waitFor();
});

test("a family that does not come is marked as absent, for the schedule and the office", async () => {
  const sinclair = await comeIn(here, evening, "J Sinclair", "teacher");
  await sinclair.getByRole("button", { name: "Mark as absent" }).click();
  await sinclair.getByText("Marked as absent.").waitFor();
  await office.reload();
  await office
    .getByRole("row", { name: /Mr J Sinclair/ })
    .getByText("Family not here yet")
    .waitFor({ state: "detached" });
  await office
    .getByRole("row", { name: /Mr J Sinclair/ })
    .getByText("Marked as absent")
    .waitFor();
  await sinclair.goto(`${here.product.school}/staff/schedule?evening=${evening.id}`);
  await sinclair.getByText("Did not come").waitFor();
  await look(sinclair, "schedule");
  expect(await faultsOf(sinclair)).toEqual([]);
});

/** Words of whatever has the focus. */
function focus(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

/** For whoever wants to see it: `LOOK=folder` keeps pictures of what the tests reach. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.LOOK;
  if (!folder) return;
  for (const scheme of ["light", "dark"] as const)
    for (const [view, width, height] of [
      ["phone", 390, 844],
      ["desktop", 1280, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}/${name}.${view}.${scheme}.png`, fullPage: true });
    }
}
