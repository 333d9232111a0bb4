import type { Page } from "playwright-core";

/** An admin chooses the seven files, `{students: "student_id,…", …}`, and looks the import over. */
export async function previewRecords(page: Page, school: string, files: Record<string, string>): Promise<void> {
  await page.goto(`${school}/admin/import`);
  const chosen = Object.entries(files).map(([name, text]) => ({
    name: `${name}.csv`,
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  }));
  await page.getByLabel("The seven files").setInputFiles(chosen);
  await page.getByRole("button", { name: "Look it over" }).click();
}

/** The same, and brings them in. */
export async function importRecords(page: Page, school: string, files: Record<string, string>): Promise<void> {
  await previewRecords(page, school, files);
  await page.getByRole("button", { name: /^Bring in/ }).click();
  await page.waitForURL(/\/admin\/import\?/);
}
