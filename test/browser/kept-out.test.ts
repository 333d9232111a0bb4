import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { readDemoFiles } from "../../local/demo-files.ts";
import { closeAll, comeIn } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { previewRecords } from "../support/browser/import-records.ts";
import { invite } from "../support/browser/invite.ts";
import { callState, device, join, signedIn } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";

/** People who should be out, while they are in a call: the seat goes at once, and so does every way back. */
const here = running();
let evening: DemoEvening;
let office: Page;

beforeEach(async () => {
  await bringIn(await officeOf(), await readDemoFiles());
  evening = await here.product.newEvening(Date.now() - 5_000, 540);
});

test("a guardian who is barred, and the guest whom they invited, are out of the call, and the guest's link is dead", async () => {
  const anita = await comeIn(here, evening, "Anita Abell", "teacher");
  const david = await comeIn(here, evening, "David Aaron");
  const link = await invite(await signedIn(here.browser, here.product, "David Aaron"), here.product, {
    evening: evening.id,
  });
  const { page: guest } = await device(here.browser);
  await join(guest, link);
  await callState(guest, ["in-call"]);
  const files = await readDemoFiles();
  await bringIn(office, {
    ...files,
    guardianships: changed(files, "guardianships", "G01,S001,Father,1,T,T,F", "G01,S001,Father,1,T,T,T"),
  });
  // He has other children, whose call is next.
  await Promise.all([callState(david, ["waiting"]), callState(guest, ["ended"])]);
  await david.getByText("That appointment was cancelled.").first().waitFor();
  for (const page of [david, guest])
    expect(await page.locator("main").innerText()).not.toMatch(/barred|court|not allowed/i);
  expect((await guest.goto(link))?.status()).toBe(410);
  await closeAll(anita, david, guest);
});

test("a guest whom the records bar for the student is out of the call, which goes on without them", async () => {
  const anita = await comeIn(here, evening, "Anita Abell", "teacher");
  const david = await comeIn(here, evening, "David Aaron");
  const host = await signedIn(here.browser, here.product, "David Aaron");
  const link = await invite(host, here.product, { evening: evening.id, name: "Tom Abbot" });
  const { page: guest } = await device(here.browser);
  await join(guest, link);
  await callState(guest, ["in-call"]);
  const files = await readDemoFiles();
  await bringIn(office, { ...files, guardianships: `${files.guardianships?.trimEnd()}\r\nG03,S001,Uncle,2,T,F,T\r\n` });
  await callState(guest, ["ended"]);
  expect((await guest.goto(link))?.status()).toBe(410);
  await Promise.all([callState(david, ["in-call"]), callState(anita, ["in-call"])]);
  // Invited again, the school looks at it first.
  await host.goto(`${here.product.school}/bookings/invites/new?evening=${evening.id}`);
  await host.getByLabel("Name *").fill("Mr Tom Abbot");
  await host.getByLabel("Email *").fill("somebody@else.example");
  await host.getByLabel(/^I consent/).check();
  await host.getByLabel("Sophie Aaron").check();
  await host.getByRole("button", { name: "Send Invite" }).click();
  await host.getByText("The school has to look at this invitation first").first().waitFor();
  expect(await faultsOf(host)).toEqual([]);
  await office.goto(`${here.product.school}/admin/invites?evening=${evening.id}`);
  await office.getByText("The name is that of a guardian").waitFor();
  expect(await faultsOf(office)).toEqual([]);
  await office.getByRole("button", { name: "Refuse Mr Tom Abbot" }).click();
  await office.getByText("Not let through.").waitFor();
  await closeAll(anita, david, guest, host);
});

test("a teacher who has left is out of the call and signed out; the family stays, and the office hands the appointment over", async () => {
  const david = await comeIn(here, evening, "David Aaron");
  const anita = await comeIn(here, evening, "Anita Abell", "teacher");
  const files = await readDemoFiles();
  const staff = changed(files, "staff", "T01,Mrs,Anita,Abell,a.abell@greenabbey.example,Science\n", "");
  const taught = changed(files, "class_teachers", "C01,T01\n", "");
  await previewRecords(office, here.product.school, { ...files, staff, class_teachers: taught });
  await office.getByRole("heading", { name: "Not in these files: 1 teacher" }).waitFor();
  expect(await faultsOf(office)).toEqual([]);
  await office.getByText("1 teacher", { exact: true }).click();
  await office.getByText("Abell, Anita").waitFor();
  await office.getByLabel(/^They have left the school/).check();
  await office.getByRole("button", { name: /^(Bring in|Go on)/ }).click();
  await callState(anita, ["ended"]);
  await callState(david, ["in-call"]);
  await anita.goto(`${here.product.school}/staff/schedule`);
  expect(new URL(anita.url()).pathname).toBe("/staff/sign-in");
  await office.getByText("1 person has left the school").waitFor();
  await office.goto(`${here.product.school}/admin/flags`);
  expect(await faultsOf(office)).toEqual([]);
  const flag = office.getByRole("article", { name: "Sophie Aaron, Science" });
  await flag.getByText("Mrs Anita Abell has left.").waitFor();
  await flag.getByLabel(/^Hand over to/).selectOption({ label: "Mr Geraint Davies" });
  await flag.getByRole("button", { name: "Hand over" }).click();
  await office.getByText("Handed over.").waitFor();
  const davies = await comeIn(here, evening, "Geraint Davies", "teacher");
  await callState(davies, ["in-call"]);
  await closeAll(david, anita, davies);
});

async function officeOf(): Promise<Page> {
  office ??= await signedIn(here.browser, here.product, "Eleanor Hart");
  return office;
}

type Files = Awaited<ReturnType<typeof readDemoFiles>>;

function changed(files: Files, name: keyof Files, from: string, to: string): string {
  const text = (files[name] ?? "").replaceAll("\r\n", "\n");
  if (!text.includes(from)) throw new Error(`No row like ${from}`);
  return text.replace(from, to);
}

/** The school's records, as the last step of the import sends them. */
async function bringIn(page: Page, files: Record<string, string>): Promise<void> {
  const status = await page.evaluate(async (texts) => {
    const body = new FormData();
    for (const [name, text] of Object.entries(texts)) body.set(name, text);
    return (await fetch("/admin/import/confirm", { method: "POST", body })).status;
  }, files);
  expect(status).toBe(200);
}
