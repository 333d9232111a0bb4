import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { faultsOf } from "../support/browser/axe.ts";
import { device, signedIn } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";

const here = running();
const RACHAEL = { first: "Rachael", surname: "Abbot", email: "rachael.abbot@mail.example", student: ["Ben", "Abbot"] };
const NGOZI = { first: "Ngozi", surname: "Okafor", email: "", student: ["Zoe", "Okafor"] };

async function typeDetails(page: Page, who: typeof RACHAEL, [day, month, year]: string[]): Promise<void> {
  await page.goto(`${here.product.school}/sign-in`);
  await page.getByLabel("First name", { exact: true }).fill(who.first);
  await page.getByLabel("Surname", { exact: true }).fill(who.surname);
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel("Student’s first name").fill(who.student[0] ?? "");
  await page.getByLabel("Student’s surname").fill(who.student[1] ?? "");
  await page.getByLabel("Day").fill(day ?? "");
  await page.getByLabel("Month").fill(month ?? "");
  await page.getByLabel("Year").fill(year ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Type your code" }).waitFor();
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const codeIn = (text: string) => /^ {2}(\d{3} \d{3})$/m.exec(text)?.[1] ?? "";
const linkIn = (text: string) => /https?:\S+\/sign-in\/link\/\S+/.exec(text)?.[0] ?? "";

test("details, a wrong code, the code of the mail, and where one is signed in", async () => {
  const { page } = await device(here.browser, 390);
  await typeDetails(page, RACHAEL, ["9", "5", "2016"]);
  expect(await faultsOf(page)).toEqual([]);
  const mail = await here.product.mailTo(RACHAEL.email, /^Sign in to/);
  const code = codeIn(mail.text);
  await typeCode(page, code === "123 456" ? "654321" : "123456");
  await page.getByRole("alert").getByText("That code does not work").waitFor();
  expect(await page.getByLabel("Code", { exact: true }).getAttribute("aria-invalid")).toBe("true");
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Send it again" }).click();
  await page.getByRole("status").getByText("another e-mail is on its way").waitFor();
  await typeCode(page, code);
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await page.goto(`${here.product.school}/account/sessions`);
  await page.getByText("This device").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("heading", { name: "You are signed out" }).waitFor();
  await page.context().close();
});

test("a mail's link opens its evening on a second device and leads to the calls on the day; the rest is one press away", async () => {
  const evening = await here.product.newEvening(Date.now() + 60 * 60_000, 300);
  const appointment = evening.appointments.find(({ guardian }) => guardian.includes("David"));
  const david = await signedIn(here.browser, here.product, "David Aaron");
  const press = { id: "x", student: "x", class: "x", cancel: appointment?.id ?? "" };
  const answer = await david.evaluate(
    async ([path, form]) => (await fetch(path, { method: "POST", body: new URLSearchParams(form) })).status,
    [`/evenings/${evening.id}/book/manual`, press] as const,
  );
  expect(answer).toBe(200);
  const mail = await here.product.mailTo("david.aaron@mail.example", /^Your appointments/);
  const { page } = await device(here.browser, 390);
  await page.goto(linkIn(mail.text));
  await page.getByRole("button", { name: "Sign in as David Aaron" }).click();
  const isToday = new Date(evening.startsAt).toDateString() === new Date().toDateString();
  await page.waitForURL(isToday ? /\/video\?evening=/ : /\/bookings\?evening=/);
  await page.goto(`${here.product.school}/bookings`);
  await page.waitForURL(new RegExp(`evening=${evening.id}`));
  await page.goto(`${here.product.school}/bookings/calendar`);
  await page.getByRole("button", { name: "Send it again to d•••@mail.example" }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Send it again" }).click();
  await page.getByRole("heading", { name: "Look in your e-mail" }).waitFor();
  const fresh = await here.product.mailTo("david.aaron@mail.example", /^Sign in to/);
  await page.goto(linkIn(fresh.text));
  await page.getByRole("button", { name: "Sign in as David Aaron" }).click();
  await page.waitForURL(/\/bookings\/calendar/);
  // The link is used up: on another device one press has another sent.
  const other = (await device(here.browser, 390)).page;
  await other.goto(linkIn(fresh.text));
  await other.getByRole("button", { name: "Send it again to d•••@mail.example" }).waitFor();
  expect(await faultsOf(other)).toEqual([]);
  await Promise.all([david, page, other].map((one) => one.context().close()));
});

test("a code of the office's, printed or said, signs a guardian in without any mail", async () => {
  const office = await signedIn(here.browser, here.product, "Eleanor Hart");
  const id = (await here.product.person("Ngozi Okafor")).signInUrl.split("/").at(-1);
  await office.goto(`${here.product.school}/admin/families/${id}/code`);
  await office.getByRole("button", { name: "Make a code" }).click();
  const code = await office.locator(".figures").innerText();
  expect(await faultsOf(office)).toEqual([]);
  const { page } = await device(here.browser, 390);
  await typeDetails(page, NGOZI, ["30", "6", "2016"]);
  await typeCode(page, code);
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await Promise.all([office, page].map((one) => one.context().close()));
});
