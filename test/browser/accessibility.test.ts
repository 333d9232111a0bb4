import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { faultsOf } from "../support/browser/axe.ts";
import { device, signedIn } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";

/** Against a site that grows without bounds; each role has far fewer pages. */
const MOST_PAGES = 40;

const here = running();

beforeAll(async () => {
  await here.product.newEvening(Date.now() + 60 * 60_000, 300);
});

test("pages for everyone: axe finds nothing", async () => {
  const { page } = await device(here.browser);
  const seen = await walk(page, ["/", "/sign-in", "/sign-in/code", "/staff/sign-in", "/sign-in/link", "/nowhere"]);
  expect(seen.faults).toEqual([]);
  for (const path of ["/", "/sign-in", "/privacy", "/accessibility", "/check"]) expect(seen.paths).toContain(path);
  await page.goto(here.product.apex);
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});

test("a guardian's pages: axe finds nothing", async () => {
  const page = await signedIn(here.browser, here.product, "David Aaron");
  const seen = await walk(page, ["/bookings", "/evenings/none/book/manual"]);
  expect(seen.faults).toEqual([]);
  for (const path of ["/bookings", "/bookings/invites/new", "/bookings/calendar", "/video"])
    expect(seen.paths).toContain(path);
  await page.context().close();
});

test("inviting, in the box and at the guest's: axe finds nothing", async () => {
  const page = await signedIn(here.browser, here.product, "Rachael Abbot");
  await page.goto(`${here.product.school}/bookings`);
  await page.getByRole("link", { name: "Invite Parent/Guardian" }).click();
  const box = page.getByRole("dialog", { name: "Invite Parent/Guardian" });
  const email = `${crypto.randomUUID()}@guest.example`;
  await box.getByRole("button", { name: "Send Invite" }).click();
  await box.locator(".errors").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await box.getByLabel("Name *").fill("Jane Abbot");
  await box.getByLabel("Email *").fill(email);
  await box.getByLabel(/^I consent/).check();
  await box.getByLabel("Ben Abbot").check();
  await box.getByRole("button", { name: "Send Invite" }).click();
  await page.getByText("For: Ben Abbot").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.goto(`${here.product.school}/bookings/invites`);
  expect(await faultsOf(page)).toEqual([]);
  const mail = await here.product.mailTo(email, /Video Call Invitation/);
  const guest = (await device(here.browser)).page;
  for (const path of ["video", "not-me"]) {
    await guest.goto(new RegExp(`https?://\\S+/guests/${path}/\\S+`).exec(mail.text)?.[0] ?? "");
    await guest.getByRole("heading").first().waitFor();
    expect(await faultsOf(guest)).toEqual([]);
  }
  await Promise.all([page, guest].map((one) => one.context().close()));
});

test("a teacher's pages: axe finds nothing", async () => {
  const page = await signedIn(here.browser, here.product, "J Sinclair");
  const seen = await walk(page, ["/staff/schedule"]);
  expect(seen.faults).toEqual([]);
  for (const path of ["/staff/schedule", "/staff/calendar", "/staff/video"]) expect(seen.paths).toContain(path);
  await page.context().close();
});

test("the desk's pages: axe finds nothing", async () => {
  const page = await signedIn(here.browser, here.product, "Eleanor Hart");
  const seen = await walk(page, ["/admin"]);
  expect(seen.faults).toEqual([]);
  expect(seen.paths).toContain("/admin/import");
  await page.context().close();
});

/** Every page that links lead to from the first ones, each kind once: pages that differ by an id or a query are of one kind. */
async function walk(page: Page, first: string[]): Promise<{ paths: string[]; faults: string[] }> {
  const waiting = first.map((path) => `${here.product.school}${path}`);
  const kinds = new Set<string>();
  const [paths, faults]: [string[], string[]] = [[], []];
  for (let address = waiting.shift(); address; address = waiting.shift()) {
    if (kinds.has(kindOf(address)) || kinds.size >= MOST_PAGES) continue;
    kinds.add(kindOf(address));
    await page.goto(address);
    await page.getByRole("heading").first().waitFor();
    paths.push(new URL(page.url()).pathname);
    faults.push(...(await faultsOf(page)));
    waiting.push(...(await linksOf(page)));
  }
  return { paths, faults };
}

async function linksOf(page: Page): Promise<string[]> {
  const links = await page
    .locator("a[href]:not([download])")
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  return links.filter((link) => link.startsWith(`${here.product.school}/`) && !/\.(ics|csv)\b/.test(link));
}

function kindOf(address: string): string {
  return new URL(address).pathname.replace(/[^/]*\d[^/]*/g, ":id");
}
