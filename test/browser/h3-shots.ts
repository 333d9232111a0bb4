import { mkdir } from "node:fs/promises";
import { signedIn } from "../support/browser/people.ts";
import { startProduct } from "../support/browser/product.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { launch } from "../support/browser.ts";

await mkdir("/tmp/h3-shots", { recursive: true });
const product = await startProduct();
const browser = await launch();
try {
  for (const width of [390, 1280]) {
    const page = await signedIn(browser, product, "Eleanor Hart", width);
    for (const [name, path] of [
      ["desk", "/admin"],
      ["details", "/admin/settings"],
      ["colour", "/admin/settings/colour"],
      ["logo", "/admin/settings/logo"],
      ["booking", "/admin/settings/booking"],
      ["setup", "/admin/setup"],
      ["staff", "/admin/staff"],
      ["staff-new", "/admin/staff/new"],
      ["evening-new", "/admin/evenings/new?rehearsal=1"],
      ["teacher-only", "/staff/schedule"],
    ] as const) {
      await page.goto(`${product.school}${path}`);
      await page.screenshot({ path: `/tmp/h3-shots/${name}-${width}.png`, fullPage: true });
      const faults = await faultsOf(page);
      console.log(width, path, JSON.stringify(faults).slice(0, 600));
    }
    await page.goto(`${product.school}/admin/settings/colour`);
    await page.getByLabel("The school’s colour").fill("ffd400");
    await page.getByRole("button", { name: "Look at it first" }).click();
    await page.screenshot({ path: `/tmp/h3-shots/colour-tried-${width}.png`, fullPage: true });
    await page.goto(`${product.school}/admin/settings`);
    await page.getByLabel("Short name").fill("");
    await page.getByLabel("Where replies").fill("office");
    await page.getByRole("button", { name: "Save" }).click();
    await page.screenshot({ path: `/tmp/h3-shots/details-wrong-${width}.png`, fullPage: true });
    await page.goto(`${product.school}/admin/settings/logo`);
    await page.getByLabel("The file").setInputFiles("docs/images/bookings.png");
    await page.getByRole("button", { name: "Save the logo" }).click();
    await page.screenshot({ path: `/tmp/h3-shots/logo-after-${width}.png`, fullPage: true });
    await page.goto(`${product.school}/admin/staff`);
    await page.locator("tbody a").first().click();
    await page.screenshot({ path: `/tmp/h3-shots/staff-one-${width}.png`, fullPage: true });
    await page.context().close();
  }
} finally {
  await browser.close();
  await product.stop();
}
process.exit(0);
