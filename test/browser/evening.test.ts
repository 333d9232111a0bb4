import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { faultsOf } from "../support/browser/axe.ts";
import { signedIn } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";

const DAY_MS = 24 * 3_600_000;
const OFFICE = "Eleanor Hart";

const here = running();
/** The evening that the first test makes: one time a teacher, 16:00 to 17:00. */
let evening = "";

test("without scripts the office makes an evening, is told what is missing, and publishes it", async () => {
  const context = await here.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto((await here.product.person(OFFICE)).signInUrl);
  await page.goto(`${here.product.school}/admin`);
  await page.getByRole("link", { name: "New evening" }).click();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("alert").getByRole("link", { name: "Give the evening a name" }).waitFor();
  await fillRules(page);
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("heading", { name: "Classes and lengths" }).waitFor();
  evening = new URL(page.url()).pathname.split("/")[3] ?? "";
  await page.getByRole("link", { name: "Open booking" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("alert").getByText("No class takes part").waitFor();
  await page.getByRole("link", { name: /Classes and lengths$/ }).click();
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Next: Teacher Availability" }).click();
  await page.getByLabel("From").fill("17:00");
  await page.getByLabel("To", { exact: true }).fill("19:00");
  await page.getByRole("button", { name: "Add break" }).click();
  await page.getByText("The break is in.").waitFor();
  await page.getByRole("link", { name: "Next: Open booking" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Booking is open").waitFor();
  await context.close();
});

test("axe finds nothing on the desk's pages of an evening, and nothing is too wide", async () => {
  const page = await signedIn(here.browser, here.product, OFFICE);
  const faults: string[] = [];
  const desk = `/admin/evenings/${evening}`;
  for (const path of ["/admin/evenings/new", desk, `${desk}/rules`, `${desk}/classes`, `${desk}/teachers`]) {
    await page.goto(`${here.product.school}${path}`);
    faults.push(...(await faultsOf(page)));
  }
  expect(faults).toEqual([]);
  await page.context().close();
});

test("a full teacher's time, given back, is offered by mail and taken with one click", async () => {
  const manual = `${here.product.school}/evenings/${evening}/book/manual`;
  const rachael = await signedIn(here.browser, here.product, "Rachael Abbot");
  await rachael.goto(manual);
  const hers = rachael.getByRole("region", { name: "Mrs Anita Abell", exact: true });
  await hers.getByRole("button", { name: /Free/ }).click();
  const david = await signedIn(here.browser, here.product, "David Aaron");
  await david.goto(manual);
  const his = david.getByRole("region", { name: "Mrs Anita Abell", exact: true });
  await his.locator("summary", { hasText: "Join the waiting list" }).click();
  expect(await faultsOf(david)).toEqual([]);
  await his.getByRole("button", { name: "Join the waiting list" }).click();
  await his.getByText("first in line").waitFor();
  await hers.getByRole("button", { name: /Yours/ }).click();
  const mail = await here.product.mailTo("david.aaron@mail.example", /A time is free for you/);
  const link = /https?:\/\/\S+\/offers\/\S+/.exec(mail.text)?.[0] ?? "";
  const stranger = await (await here.browser.newContext()).newPage();
  await stranger.goto(link);
  expect(await faultsOf(stranger)).toEqual([]);
  await stranger.getByRole("button", { name: "Take 16:00" }).click();
  await stranger.getByRole("heading", { name: "Your time is booked" }).waitFor();
  await david.goto(manual);
  await his.getByText("Booked 16:00").first().waitFor();
  for (const page of [rachael, david, stranger]) await page.context().close();
});

test("what another takes and gives back changes on an open page by itself, and can be pressed there", async () => {
  const { id } = await here.product.newEvening(Date.now() + DAY_MS, 300);
  const manual = `${here.product.school}/evenings/${id}/book/manual`;
  const [rachael, david] = [
    await signedIn(here.browser, here.product, "Rachael Abbot"),
    await signedIn(here.browser, here.product, "David Aaron"),
  ];
  await Promise.all([rachael.goto(manual), david.goto(manual)]);
  const slot = (page: Page, word: string) =>
    page.getByRole("region", { name: "Mr J Sinclair", exact: true }).locator("li", { hasText: word }).nth(9);
  const time = (await slot(david, "Free").locator("time").innerText()).trim();
  const his = david.getByRole("region", { name: "Mr J Sinclair", exact: true }).locator("li", { hasText: time });
  const hers = rachael.getByRole("region", { name: "Mr J Sinclair", exact: true }).locator("li", { hasText: time });
  const loads = await david.evaluate(() => performance.timeOrigin);
  await hers.getByRole("button").click();
  await hers.getByRole("button", { name: /Yours/ }).waitFor();
  await his.getByText("Taken").waitFor();
  await hers.getByRole("button", { name: /Yours/ }).click();
  await hers.getByRole("button", { name: /Free/ }).waitFor();
  await his.getByRole("button", { name: /Free/ }).waitFor();
  expect(await david.evaluate(() => performance.timeOrigin)).toBe(loads);
  await his.getByRole("button", { name: /Free/ }).click();
  await his.getByRole("button", { name: /Yours/ }).waitFor();
  for (const page of [rachael, david]) await page.context().close();
});

test("while nothing can be asked, booking works as before", async () => {
  const { id } = await here.product.newEvening(Date.now() + 2 * DAY_MS, 300);
  const page = await signedIn(here.browser, here.product, "David Aaron");
  await page.route("**/live/**", (route) => route.abort());
  const failed = page.waitForEvent("requestfailed", (request) => request.url().includes("/live/"));
  await page.goto(`${here.product.school}/evenings/${id}/book/manual`);
  const times = page.getByRole("region", { name: "Mr J Sinclair", exact: true });
  await failed;
  await times.getByRole("button", { name: /Free/ }).nth(3).click();
  await times.getByText("Booked. We are sending you your list.").waitFor();
  await page.context().close();
});

test("a guardian abroad sees the school's time, and is told what it is on their clock", async () => {
  const context = await here.browser.newContext({ timezoneId: "America/New_York" });
  const page = await context.newPage();
  await page.goto((await here.product.person("David Aaron")).signInUrl);
  await page.goto(`${here.product.school}/evenings/${evening}/book/manual`);
  await page.getByText(/Your device is set to New York: 16:00 at the school is 1\d:00 for you\./).waitFor();
  await context.close();
});

async function fillRules(page: Page): Promise<void> {
  const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  await page.getByLabel("Name").fill("One time each");
  await page.getByLabel("Day", { exact: true }).fill(day(20));
  await page.getByLabel("Standard appointment length, minutes").fill("55");
  await page.getByLabel("Gap between video calls").selectOption({ label: "5 minutes" });
  await page.getByLabel("Booking opens on").fill(day(-1));
  await page.getByLabel("Booking closes on").fill(day(19));
}
