import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { signedIn } from "../support/browser/people.ts";
import type { Mail } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DAY_MS = 24 * 3_600_000;
const PHONE = 390;
const DESKTOP = 1280;
/** David has three appointments in a demo evening; these two teachers, and three together, are his to book. */
const DAVID = "David Aaron";

const here = running();
let evenings = 0;
let lastStart = 0;

for (const [name, width] of [
  ["phone", PHONE],
  ["desktop", DESKTOP],
] as const) {
  test(`Automatic on a ${name}: asked for, found, held, accepted, and sent by mail`, async () => {
    const book = await bookAddress();
    const page = await signedIn(here.browser, here.product, DAVID, width);
    await page.goto(book);
    await page.getByRole("heading", { name: "How would you like to book?" }).waitFor();
    await findsNothing(page);
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("heading", { name: "Whom would you like to see?" }).waitFor();
    await findsNothing(page);
    await page.getByLabel("Rank of Mr J Sinclair, English").selectOption("1");
    await page.getByRole("button", { name: "Generate Appointments" }).click();

    await page.getByRole("heading", { name: "We found these times for you" }).waitFor();
    await page.getByText("Held for you: 1 minute 5", { exact: false }).waitFor();
    await findsNothing(page);
    expect(await page.getByText("Booked already").count()).toBe(3);
    await page.getByRole("button", { name: "Accept" }).click();

    await page.waitForURL(/\/bookings\?/);
    await page.getByText("5 appointments from").first().waitFor();
    // By its day, which no other evening here has: a mail of the test before may come as late as now.
    const newest = async () => (await mails()).find(({ text }) => text.includes(lastDay()))?.text ?? "";
    await expect.poll(newest, { timeout: 20_000 }).toContain("Mr J Sinclair");
    await page.context().close();
  });

  test(`Manual on a ${name}: booked, moved and given back on one page`, async () => {
    const book = await bookAddress();
    const page = await signedIn(here.browser, here.product, DAVID, width);
    await page.goto(book);
    await page.getByLabel("Manual").check();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("heading", { name: "Choose your times" }).waitFor();
    await findsNothing(page);
    const times = page.getByRole("region", { name: "Mr J Sinclair", exact: true });
    const free = times.getByRole("button", { name: /Free/ });
    await free.nth(4).click();
    await times.getByText("Booked. We are sending you your list.").waitFor();
    await findsNothing(page);
    const first = await times.getByRole("button", { name: /Yours/ }).innerText();
    await free.nth(7).click();
    await times.getByText("Moved. We are sending you your new list.").waitFor();
    expect(await times.getByRole("button", { name: /Yours/ }).innerText()).not.toBe(first);
    await times.getByRole("button", { name: /Yours/ }).click();
    await times.getByText("Given back. We are sending you your new list.").waitFor();
    await page.context().close();
  });
}

test("the hold is counted down, its end announced in good time, and one press asks again with every choice kept", async () => {
  const book = await bookAddress();
  const page = await signedIn(here.browser, here.product, DAVID, PHONE);
  await page.clock.install();
  await page.goto(`${book}/automatic`);
  await page.getByLabel("Rank of Mr J Sinclair, English").selectOption("2");
  await page.getByRole("button", { name: "Generate Appointments" }).click();
  await page.getByRole("heading", { name: "We found these times for you" }).waitFor();
  // Its script has run by then: a clock that jumps before it would jump unseen.
  await page.waitForLoadState("load");
  const warning = page.getByRole("status");
  expect(await warning.innerText()).toBe("");
  await page.clock.runFor(61_000);
  expect(await warning.innerText()).toMatch(/^Less than a minute left\. Press Accept/);
  await page.clock.runFor(30_000);
  expect(await warning.innerText()).toMatch(/^Less than half a minute left\. Press Accept/);
  await findsNothing(page);
  await page.clock.runFor(31_000);
  const over = page.getByRole("heading", { name: "The two minutes are over" });
  await over.waitFor();
  expect(await over.evaluate((heading) => heading === document.activeElement)).toBe(true);
  await findsNothing(page);
  const lapsed = page.url();
  await page.getByRole("button", { name: "Find times again" }).click();
  await page.waitForURL((url) => url.href !== lapsed && /automatic\/./.test(url.pathname));
  // The test's clock runs on from page to page, so only the server can say that these are held.
  await page.locator("[data-hold=held]").waitFor({ state: "attached" });
  await page.getByRole("link", { name: "Previous Step" }).click();
  expect(await page.getByLabel("Rank of Mr J Sinclair, English").inputValue()).toBe("2");
  await page.context().close();
});

test("without scripts, by keyboard: asked for, cancelled, asked for again, accepted", async () => {
  const book = await bookAddress();
  const context = await here.browser.newContext({ viewport: { width: PHONE, height: 844 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto((await here.product.person(DAVID)).signInUrl);
  await page.goto(`${book}/automatic`);
  const generate = () => press(page, "Generate Appointments");
  await generate();
  await page.getByText(/^Held for you: (2 minutes|1 minute \d+ seconds?) left$/).waitFor();
  await press(page, "Cancel");
  await page.getByText("We let these times go.").waitFor();
  await generate();
  await press(page, "Accept");
  await page.getByText("5 appointments from").first().waitFor();
  await page.context().close();
});

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).focus();
  await page.keyboard.press("Enter");
}

/** What David was sent about his times, newest first. */
async function mails(): Promise<Mail[]> {
  return (await here.product.mails()).filter(({ to }) => to === "david.aaron@mail.example");
}

/**
 * A fresh evening to come, where its booking begins. Each is on a day of its own: a new demo evening closes those it overlaps. None is so near
 * that its reminder is due.
 */
async function bookAddress(): Promise<string> {
  evenings += 1;
  const { id, startsAt } = await here.product.newEvening(Date.now() + (evenings + 1) * DAY_MS, 300);
  lastStart = startsAt;
  return `${here.product.school}/evenings/${id}/book`;
}

/** The weekday of the newest evening, as a mail names it. */
function lastDay(): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "Europe/London" }).format(lastStart);
}

/** axe finds nothing. Run by the browser's own means, as the page's policy lets no inline script in. */
async function findsNothing(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
  expect(found).toEqual([]);
}

type AxeResults = { violations: { id: string; nodes: { html: string }[] }[] };
