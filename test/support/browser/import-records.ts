import type { Page } from "playwright-core";

/** An admin brings the seven files in, `{students: "student_id,…", …}`, by the desk's own pages. */
export async function importRecords(page: Page, school: string, files: Record<string, string>): Promise<void> {
  await page.goto(`${school}/admin/import`);
  const chosen = Object.entries(files).map(([name, text]) => ({
    name: `${name}.csv`,
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  }));
  await page.getByLabel("The seven files").setInputFiles(chosen);
  await page.getByRole("button", { name: "Look it over" }).click();
  await page.getByRole("button", { name: /^Bring in/ }).click();
  await page.waitForURL(/\/admin\/import\?/);
}
