import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../support/browser.ts";
import { faultsOf } from "./support/axe.ts";
import { join, signedIn } from "./support/people.ts";
import { type DemoEvening, type Product, startProduct } from "./support/product.ts";

/** The school's side of an evening: Mrs Abell has Sophie Aaron now, and Zoë Okafor next. */
let product: Product;
let browser: Browser;
let evening: DemoEvening;
let anita: Page;
let office: Page;
let ngozi: Page;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
  evening = await product.newEvening(Date.now() - 30_000, 300);
  ngozi = await signedIn(browser, product, "Ngozi Okafor");
  await ngozi.goto(`${product.school}/evenings/${evening.id}/book/manual`);
  const times = ngozi.getByRole("region", { name: "Mrs Anita Abell", exact: true });
  await times.getByRole("button", { name: /Free/ }).first().click();
  await times.getByText("Yours").waitFor();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const inOrder = (who: string) => anita.locator(".order li", { hasText: who });

test("the teacher sees and hears who waits, the office what stands where, each within a second", async () => {
  anita = await signedIn(browser, product, "Anita Abell");
  await join(anita, `${product.school}/staff/video?evening=${evening.id}`);
  await inOrder("Zoë Okafor").getByText("Not here yet").waitFor();
  office = await signedIn(browser, product, "Eleanor Hart");
  await office.goto(`${product.school}/admin/evenings/${evening.id}`);
  await office.getByRole("link", { name: "Live board" }).first().click();
  await office.getByText("up to date").waitFor();
  const row = office.getByRole("row", { name: /Mrs Anita Abell/ });
  await row.getByText("Family not here yet").waitFor();

  await join(ngozi, `${product.school}/video?evening=${evening.id}`);
  const from = Date.now();
  await Promise.all([inOrder("Zoë Okafor").getByText("Waiting").waitFor(), row.getByText("is waiting").waitFor()]);
  console.log(`from waiting on her page to both of the school's: ${Date.now() - from} ms`);
  await anita.getByRole("status").getByText("Ngozi Okafor is waiting for").waitFor();

  const david = await signedIn(browser, product, "David Aaron");
  await join(david, `${product.school}/video?evening=${evening.id}`);
  await inOrder("Sophie Aaron").getByText("With you now").waitFor();
  await row.getByText("In the call").waitFor();
  await row.getByText("2 of 4").waitFor();
  await look(anita, "teacher.call");
  await look(office, "desk.board");
  expect(await faultsOf(office)).toEqual([]);
});

test("without scripts the live board is the same page, looked at again", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto((await product.person("Eleanor Hart")).signInUrl);
  await page.goto(`${product.school}/admin/evenings/${evening.id}/board`);
  await page.getByRole("link", { name: "Look again" }).click();
  await page
    .getByRole("row", { name: /Mrs Anita Abell/ })
    .getByText("In the call")
    .waitFor();
  await context.close();
});

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
