import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { readDemoFiles } from "../../local/demo-files.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { importRecords } from "../support/browser/import-records.ts";
import { device } from "../support/browser/people.ts";
import type { Mail } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";

const here = running({ own: true });

/** The address in the newest mail to somebody, waited for. */
async function linkTo(address: string, pattern: RegExp): Promise<string> {
  const found = async () => {
    const mails = (await (await fetch(`${here.product.apex}/dev/mail.json`)).json()) as Mail[];
    return pattern.exec(mails.find(({ to }) => to === address)?.text ?? "")?.[0];
  };
  await expect.poll(found).toBeTruthy();
  return (await found()) ?? "";
}

async function signedInOperator(): Promise<Page> {
  const { page } = await device(here.browser);
  await page.goto(`${here.product.apex}/operator`);
  await page.getByLabel("E-mail address").fill("operator@parlour.example");
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "E-mail me a link" }).click();
  await page.getByRole("heading", { name: "Look in your mail" }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.goto(await linkTo("operator@parlour.example", /http\S+\/operator\/sign-in\/\w+/));
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: /^Sign in as/ }).click();
  await page.getByRole("heading", { name: "Schools" }).waitFor();
  return page;
}

/** By the first steps, from nothing to records, an evening to try and a colleague. */
async function fillSchool(admin: Page, school: string): Promise<void> {
  const step = (name: string) => admin.locator(".checklist li").filter({ hasText: name });
  for (const name of ["The school’s details", "Records", "The first evening", "A rehearsal", "Staff accounts"])
    await step(name).getByText("To do").waitFor();
  expect(await faultsOf(admin)).toEqual([]);
  await importRecords(admin, school, await readDemoFiles());
  await admin.goto(`${school}/admin`);
  await step("Records").getByText("Done").waitFor();
  await admin.goto(`${school}/admin/people?q=abbot`);
  await admin.getByRole("link", { name: /Ben/ }).first().waitFor();
  await admin.goto(`${school}/admin/staff`);
  await admin.getByRole("link", { name: "Add an account" }).click();
  await admin.getByLabel("First name").fill("Owen");
  await admin.getByLabel("Surname").fill("Reed");
  await admin.getByLabel("E-mail address").fill("owen@holmoak.example");
  await admin.getByLabel(/^Office/).check();
  await admin.getByRole("button", { name: /^Add/ }).click();
  const colleague = (await device(here.browser)).page;
  await colleague.goto(await linkTo("owen@holmoak.example", /http\S+\/sign-in\/link\/\w+/));
  await colleague.getByRole("button", { name: /Owen Reed/ }).click();
  await colleague.getByRole("heading", { name: "Holm Oak’s desk" }).waitFor();
  expect(await colleague.getByRole("link", { name: "Settings" }).count()).toBe(0);
  await colleague.context().close();
}

test("from the mailed link to a school whose first admin is on the desk; suspended, resumed, ended; axe finds nothing", async () => {
  const operator = await signedInOperator();
  expect(await faultsOf(operator)).toEqual([]);
  await operator.getByRole("main").getByRole("link", { name: "New school" }).click();
  await operator.getByLabel("Name", { exact: true }).fill("Holm Oak Primary School");
  await operator.getByLabel("Subdomain").fill("green-abbey");
  await operator.getByLabel("First name").fill("Ada");
  await operator.getByLabel("Surname").fill("Hart");
  await operator.getByLabel("E-mail address").fill("ada@holmoak.example");
  await operator.getByRole("button", { name: "Make the school" }).click();
  // Every fault is said, and what was typed stands there.
  await operator.getByRole("alert").getByText("looks too much like “greenabbey”").waitFor();
  expect(await faultsOf(operator)).toEqual([]);
  expect(await operator.getByLabel("Name", { exact: true }).inputValue()).toBe("Holm Oak Primary School");
  await operator.getByLabel("Subdomain").fill("");
  await operator.getByRole("button", { name: "Make the school" }).click();
  await operator.getByRole("status").getByText("The school is made").waitFor();
  expect(await faultsOf(operator)).toEqual([]);

  const admin = (await device(here.browser)).page;
  await admin.goto(await linkTo("ada@holmoak.example", /http\S+\/sign-in\/link\/\w+/));
  await admin.getByRole("button", { name: /Ada Hart/ }).click();
  await admin.getByRole("heading", { name: "Holm Oak’s desk" }).waitFor();
  const desk = admin.url();
  await fillSchool(admin, new URL(desk).origin);

  await operator.getByRole("button", { name: "Suspend now" }).click();
  await operator.getByRole("status").getByText("suspended").waitFor();
  expect(await faultsOf(operator)).toEqual([]);
  await admin.goto(desk);
  await admin.getByRole("heading", { name: "Holm Oak Primary School is closed here for now" }).waitFor();
  expect(await faultsOf(admin)).toEqual([]);
  await operator.getByRole("button", { name: "Resume" }).click();
  await operator.getByRole("status").getByText("open again").waitFor();
  await admin.goto(desk);
  await admin.getByRole("heading", { name: "Holm Oak’s desk" }).waitFor();

  await operator.getByRole("link", { name: /Let back in/ }).click();
  expect(await faultsOf(operator)).toEqual([]);
  await operator.goBack();
  await operator.getByRole("link", { name: "End it" }).click();
  await operator.getByText("all of its rows and rooms are deleted").waitFor();
  expect(await faultsOf(operator)).toEqual([]);
  await operator.getByRole("button", { name: "End Holm Oak Primary School" }).click();
  await operator.getByRole("status").getByText("has ended").waitFor();
  expect(await faultsOf(operator)).toEqual([]);
  const download = operator.waitForEvent("download");
  await operator.getByRole("button", { name: /Download the records/ }).click();
  expect((await download).suggestedFilename()).toBe("holmoak.json");
  await operator.getByRole("link", { name: "What was done" }).click();
  for (const act of ["Made the school", "Suspended the school", "Resumed the school", "Ended the school", "Downloaded"])
    await operator.getByText(act).first().waitFor();
  expect(await faultsOf(operator)).toEqual([]);
  await Promise.all([operator, admin].map((one) => one.context().close()));
});
