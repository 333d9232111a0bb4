import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { signedIn } from "../support/browser/people.ts";
import type { Mail } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";

/** The founding page's words, to the letter: `docs/seed.md` says which sentence is held by which of these tests. */
const SEND_FORM = [
  "Invite Parent/Guardian",
  "You may invite an additional parent/guardian to also attend the video call.",
  ...["Name *", "Email *", "Anyone with access to the email will be able to join the video call"],
  "I consent to sharing my name, student name, and list of appointments",
  "Invite to all appointments for the following students:",
];

const here = running();

/** David Aaron, with the founding page's three bookings in an evening of their own, an hour from now. */
async function davidsBookings(): Promise<Page> {
  await here.product.newEvening(Date.now() + 60 * 60_000, 300);
  const page = await signedIn(here.browser, here.product, "David Aaron");
  await page.goto(`${here.product.school}/bookings`);
  return page;
}

test("My Bookings: the heading, the span, the links in their order above the list, the message, the gap", async () => {
  const page = await davidsBookings();
  const lines = await linesOf(page.locator("main"));
  const from = lines.indexOf("Progress Meeting");
  const time = /^\d\d:\d\d$/;
  expect(lines[from + 1]).toMatch(/^3 appointments from \d\d:\d\d to \d\d:\d\d$/);
  // On the day the way into the calls stands between the two.
  const links = lines.indexOf("Print", from);
  expect(lines.slice(links, links + 21)).toEqual([
    ...["Print", "Amend Bookings", "Invite Parent/Guardian", "Subscribe to Calendar"],
    "This is to allow parents and teachers to discuss progress last year",
    ...["Teacher", "Student", "Subject"],
    ...[expect.stringMatching(time), "Mrs Anita Abell", "Sophie Aaron", "Science"],
    ...[expect.stringMatching(time), "Mr Geraint Davies", "Liz Aaron", "Music"],
    "10 minute gap",
    ...[expect.stringMatching(time), "Mr John Atkinson", "Chris Aaron", "English"],
  ]);
  // As 16:00, 16:20 and 16:25 are.
  const [first = 0, last = 0, end = 0] = [
    lines[from + 1]?.slice(20, 25),
    lines[links + 17],
    lines[from + 1]?.slice(-5),
  ].map(minutes);
  expect([last - first, end - first].map((past) => (past + 1440) % 1440)).toEqual([20, 25]);
  await page.context().close();
});

describe("the box: Invite Parent/Guardian", () => {
  test("its words, in their order, with every student of theirs in the evening", async () => {
    const page = await davidsBookings();
    const box = await openBox(page);
    expect(await linesOf(box)).toEqual([
      ...SEND_FORM,
      ...["Sophie Aaron", "Liz Aaron", "Chris Aaron"],
      ...["Send Invite", "Close"],
    ]);
    expect(await box.getByRole("checkbox").count()).toBe(4);
    expect(await box.evaluate((element) => element.matches("dialog:modal"))).toBe(true);
    await page.context().close();
  });

  test("name, email, tick and a student are required, each named beside its field and in a summary that has the focus", async () => {
    const page = await davidsBookings();
    const box = await openBox(page);
    await box.getByRole("button", { name: "Send Invite" }).click();
    const summary = box.locator(".errors");
    await summary.waitFor();
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
    const links = await summary.getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect(links).toEqual(["#name", "#email", "#consent", "#student"]);
    for (const field of ["name", "email", "consent", "student"])
      expect(await box.locator(`#${field}-error`).isVisible()).toBe(true);
    await summary.getByRole("link").first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("name");
    await page.context().close();
  });

  test("keeps the focus while it is open and gives it back: by Escape, by Close and by the cross", async () => {
    const page = await davidsBookings();
    const opener = page.getByRole("link", { name: "Invite Parent/Guardian" });
    for (const close of [
      () => page.keyboard.press("Escape"),
      () => page.locator("dialog .dialog-foot").getByText("Close").click(),
      () => page.locator("dialog .close").click(),
    ]) {
      const box = await openBox(page);
      for (let times = 0; times < 14; times += 1) {
        await page.keyboard.press("Tab");
        expect(await page.evaluate(() => document.activeElement?.closest("main, header") === null)).toBe(true);
      }
      await close();
      await box.waitFor({ state: "hidden" });
      expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
    }
    // Pressed in the moment in which it closes, before the browser tells of the closing.
    const box = await openBox(page);
    await opener.evaluate((link: HTMLElement) => {
      document.querySelector("dialog")?.close();
      link.click();
    });
    await box.getByLabel("Name *").waitFor();
    await page.context().close();
  });

  test("without scripts it is a page with the same words in the same order", async () => {
    await here.product.newEvening(Date.now() + 60 * 60_000, 300);
    const context = await here.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto((await here.product.person("David Aaron")).signInUrl);
    await page.goto(`${here.product.school}/bookings`);
    await page.getByRole("link", { name: "Invite Parent/Guardian" }).click();
    const lines = (await page.locator("main").innerText())
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    const words = [...SEND_FORM, "Sophie Aaron", "Liz Aaron", "Chris Aaron", "Send Invite", "Close"];
    expect(lines.filter((line) => words.includes(line))).toEqual(words);
    await context.close();
  });
});

describe("sent", () => {
  test("Manage Invites: its words in their order, Resend, Remove, and what it says when none is left", async () => {
    const page = await davidsBookings();
    const jane = await sendInvite(page, "Jane Aaron", ["Sophie Aaron"]);
    const box = page.locator("dialog");
    await box.getByRole("link", { name: "Invite Parent/Guardian" }).click();
    const elizabeth = await sendInvite(page, "Elizabeth Aaron", ["Chris Aaron"]);
    const current = (name: string, email: string, student: string) => [
      ...[name, email, `For: ${student}`, "Resend Invite", "Remove"],
    ];
    expect((await linesOf(box)).filter((line) => !/^(Invite sent to|They can join)/.test(line))).toEqual([
      "Manage Invites",
      "You may invite an additional parent/guardian to also attend the video call.",
      ...["Current Invites", "To change invited guests, please remove and then invite again."],
      ...current("Elizabeth Aaron", elizabeth, "Chris Aaron"),
      ...current("Jane Aaron", jane, "Sophie Aaron"),
      ...["New Invite", "Invite Parent/Guardian", "Close"],
    ]);
    await box.getByRole("link", { name: "Invite Parent/Guardian" }).click();
    await sendInvite(page, "Tom Aaron", ["Liz Aaron"]);
    const none = await linesOf(box);
    expect(none.slice(none.indexOf("New Invite"))).toEqual([
      "New Invite",
      ...["Unable to invite another parent/guardian", "Only one invite can be sent per student.", "Close"],
    ]);
    expect(none).not.toContain("You may invite an additional parent/guardian to also attend the video call.");
    await page.keyboard.press("Escape");
    expect(await linesOf(page.locator(".toolbar"))).toEqual([
      ...["Print", "Amend Bookings", "Manage Invites", "Subscribe to Calendar"],
    ]);
    await page.reload();
    await page.getByRole("link", { name: "Manage Invites" }).click();
    await box.getByRole("button", { name: "Resend Invite to Elizabeth Aaron" }).click();
    await box.getByText("Invite sent again to Elizabeth Aaron.").waitFor();
    await box.getByRole("button", { name: "Remove Jane Aaron" }).click();
    await box.getByRole("link", { name: "Invite Parent/Guardian" }).waitFor();
    expect(await linesOf(box)).not.toContain("Jane Aaron");
    await page.context().close();
  });

  test("the mail: its words in their order, one button, the same link to paste, the list under its heads", async () => {
    const page = await davidsBookings();
    const email = await sendInvite(page, "Jane Aaron", ["Sophie Aaron", "Chris Aaron"]);
    const mail = await here.product.mailTo(email, /^Video Call Invitation/);
    const lines = await mailLines(mail);
    const from = lines.indexOf("Video Call Invitation");
    const link = /^https?:\/\/school-\w+\.\S+\/guests\/video\/\S+\?guestToken=[0-9a-f]{32}$/;
    const [day, time] = [/^\w+day, \d{1,2}(st|nd|rd|th) [A-Z][a-z]+$/, /^\d\d:\d\d$/].map((one) =>
      expect.stringMatching(one),
    );
    expect(lines.slice(from, from + 24)).toEqual([
      ...["Video Call Invitation", "Progress Meeting"],
      "You have been invited by David Aaron to appointments which take place by video call.",
      "Click the button below to join the video call on the day, or to test your camera/microphone at any time:",
      ...["Join Video Call", "Or paste this link into your browser:", expect.stringMatching(link)],
      "The appointments are as follows:",
      ...["Date", "Time", "Student", "Teacher", "Department"],
      ...[day, time, "Sophie Aaron", "Mrs Anita Abell", "Science"],
      ...[day, time, "Chris Aaron", "Mr John Atkinson", "English"],
      expect.stringMatching(
        /^This link is for you alone\. If somebody else joins with it, you lose your place in the call\./,
      ),
    ]);
    await page.goto(lines[from + 6] ?? "");
    await page.getByRole("button", { name: "Join Video Call" }).waitFor();
    await page.context().close();
  });
});

async function openBox(page: Page): Promise<Locator> {
  await page.getByRole("link", { name: "Invite Parent/Guardian" }).click();
  const box = page.getByRole("dialog", { name: "Invite Parent/Guardian" });
  await box.waitFor();
  return box;
}

/** From My Bookings or from the open box, through the box. Answers the address, one of its own. */
async function sendInvite(page: Page, name: string, students: string[]): Promise<string> {
  const email = `${crypto.randomUUID()}@guest.example`;
  const link = page.locator(".toolbar").getByRole("link", { name: "Invite Parent/Guardian" });
  if (!(await page.locator("dialog[open]").isVisible())) await link.click();
  const box = page.getByRole("dialog", { name: "Invite Parent/Guardian" });
  await box.getByLabel("Name *").fill(name);
  await box.getByLabel("Email *").fill(email);
  await box.getByLabel(/^I consent/).check();
  for (const student of students) await box.getByLabel(student).check();
  await box.getByRole("button", { name: "Send Invite" }).click();
  await page.getByRole("dialog", { name: "Manage Invites" }).getByText(email).waitFor();
  return email;
}

/** The words that are seen, each piece of a line by itself. */
async function linesOf(part: Locator): Promise<string[]> {
  return part.evaluate((element) => {
    const copy = element as HTMLElement;
    const unseen = [...copy.querySelectorAll<HTMLElement>(".unseen, .print-only")];
    for (const hidden of unseen) hidden.hidden = true;
    const text = copy.innerText;
    for (const hidden of unseen) hidden.hidden = false;
    return text
      .split(/[\n\t]/)
      .map((line) => line.trim())
      .filter(Boolean);
  });
}

async function mailLines(mail: Mail): Promise<string[]> {
  const page = await here.browser.newPage();
  await page.setContent(mail.html);
  const lines = await linesOf(page.locator("body"));
  await page.close();
  return lines;
}

/** Of the day, of "16:05". */
function minutes(time: string | undefined): number {
  const [hour = "", minute = ""] = (time ?? "").split(":");
  return Number(hour) * 60 + Number(minute);
}
