import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { signedIn } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";

const here = running();

beforeAll(async () => {
  await here.product.newEvening(Date.now() + 60 * 60_000, 300);
});

test("My Bookings prints one sheet of A4: the school, the evening, whose it is, the appointments, and nothing else", async () => {
  const page = await signedIn(here.browser, here.product, "David Aaron");
  await page.goto(`${here.product.school}/bookings?booked=1`);
  expect(await sheets(page)).toBe(1);
  expect(await printedText(page)).toEqual([
    ...["Green Abbey Primary School", "My Bookings", "Progress Meeting"],
    expect.stringMatching(/^3 appointments from \d\d:\d\d to \d\d:\d\d$/),
    expect.stringMatching(
      /^For David Aaron · \w+day, \d{1,2}\w\w \w+ · video appointments at school-\w+\.localhost:\d+$/,
    ),
    "Teacher Student Subject",
    expect.stringMatching(/^\d\d:\d\d Mrs Anita Abell Sophie Aaron Science$/),
    expect.stringMatching(/^\d\d:\d\d Mr Geraint Davies Liz Aaron Music$/),
    "10 minute gap",
    expect.stringMatching(/^\d\d:\d\d Mr John Atkinson Chris Aaron English$/),
  ]);
});

test("a teacher's schedule of three hours in slots of five minutes is one sheet, free times included", async () => {
  const page = await signedIn(here.browser, here.product, "Anita Abell");
  await page.goto(`${here.product.school}/staff/schedule`);
  expect(await sheets(page)).toBe(1);
  const text = await printedText(page);
  expect(text.slice(0, 6)).toEqual([
    ...["Green Abbey Primary School", "My Schedule", "Progress Meeting"],
    expect.stringMatching(/^1 appointment from/),
    expect.stringMatching(/^For Mrs Anita Abell · /),
    "Student Parent/Guardian Subject",
  ]);
  expect(text.slice(6)).toHaveLength(36);
  for (const row of text.slice(6)) expect(row).toMatch(/^\d\d:\d\d (Free|Sophie Aaron David Aaron Science, )/);
});

test.each([
  ["of one teacher's", "Anita Abell", 1],
  ["of three joint teachers", "J Sinclair", 2],
])("24 appointments %s: whole rows, under heads that are repeated", async (_, who, most) => {
  const page = await signedIn(here.browser, here.product, who);
  await page.goto(`${here.product.school}/staff/schedule`);
  await page.evaluate(() => {
    const rows = [...document.querySelectorAll(".bookings tbody tr")];
    const booked = rows.find((row) => !row.classList.contains("is-free"));
    const copies = Array.from({ length: 24 }, () => booked?.cloneNode(true) ?? "");
    document.querySelector(".bookings tbody")?.replaceChildren(...copies);
  });
  expect(await page.locator(".bookings tbody tr").count()).toBe(24);
  expect(await sheets(page)).toBeLessThanOrEqual(most);
  await page.emulateMedia({ media: "print" });
  const styles = await page.evaluate(() => {
    const style = (selector: string) => getComputedStyle(document.querySelector(selector) ?? document.body);
    return [style(".bookings tbody tr").breakInside, style(".bookings thead").display];
  });
  expect(styles).toEqual(["avoid", "table-header-group"]);
});

test("it prints black on white, whoever prefers the dark", async () => {
  const page = await signedIn(here.browser, here.product, "David Aaron");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto(`${here.product.school}/bookings`);
  const colours = await page.evaluate(() => {
    const paper = getComputedStyle(document.documentElement);
    const body = getComputedStyle(document.body);
    const time = getComputedStyle(document.querySelector(".bookings .at") ?? document.body);
    return [paper.backgroundColor, body.color, time.color];
  });
  expect(colours).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(0, 0, 0)"]);
});

test("the toolbar's Print button prints, on both pages", async () => {
  for (const [who, path] of [
    ["David Aaron", "/bookings"],
    ["Anita Abell", "/staff/schedule"],
  ] as const) {
    const page = await signedIn(here.browser, here.product, who);
    await page.addInitScript(() => {
      window.print = () => document.documentElement.setAttribute("data-printed", "");
    });
    await page.goto(`${here.product.school}${path}`);
    await page.getByRole("button", { name: "Print" }).click();
    await page.locator("html[data-printed]").waitFor();
  }
});

/** How many pages of A4 the browser prints; each is an object of its own in the file. */
async function sheets(page: Page): Promise<number> {
  const file = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(file).toMatch(/\/MediaBox \[0 0 59[56]\S* 84[12]/);
  return file.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** What stands on paper, line by line, a table's row as one. */
async function printedText(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: "print" });
  const text = await page.evaluate(() => {
    for (const element of document.querySelectorAll(".unseen")) element.remove();
    return document.body.innerText;
  });
  const lines = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  return lines.filter(Boolean);
}
