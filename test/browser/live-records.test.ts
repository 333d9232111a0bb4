import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { readDemoFiles } from "../../local/demo-files.ts";
import { closeAll, videoPage } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { invite } from "../support/browser/invite.ts";
import { join, signedIn } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { hearing } from "../support/browser/said.ts";

/** What changes in the school's records while pages are open: nobody loads anything again. */
const here = running();
let evening: DemoEvening;

beforeAll(async () => {
  evening = await here.product.newEvening(Date.now() - 5_000, 540);
});

test("an absence that one teacher marks stands on the live board and in the colleague's running order", async () => {
  const [sinclair, office] = [
    await signedIn(here.browser, here.product, "J Sinclair"),
    await signedIn(here.browser, here.product, "Eleanor Hart"),
  ];
  const [review] = evening.appointments.filter(({ guardian }) => guardian.includes("Rachael"));
  const other = review?.teachers.find((name) => !name.includes("Sinclair")) ?? "";
  const colleague = await signedIn(here.browser, here.product, other);
  await office.goto(`${here.product.school}/admin/evenings/${evening.id}/board`);
  await office.getByText("up to date").waitFor();
  await join(colleague, videoPage(here.product, evening, "teacher"));
  await join(sinclair, videoPage(here.product, evening, "teacher"));
  const order = colleague.locator(".order li", { hasText: review?.student ?? "" });
  await sinclair.getByRole("button", { name: "Mark as absent" }).click();
  await order.getByText("Absent").waitFor();
  await office.getByText("Marked as absent").waitFor();
  expect(await faultsOf(colleague)).toEqual([]);
  await sinclair.getByRole("button", { name: "They came after all" }).click();
  await order.getByText("Absent").waitFor({ state: "detached" });
  await office.getByText("Marked as absent").waitFor({ state: "detached" });
  await closeAll(sinclair, office, colleague);
});

test("a guest invited meanwhile is in the teacher's running order", async () => {
  const [sinclair, rachael] = [
    await signedIn(here.browser, here.product, "J Sinclair"),
    await signedIn(here.browser, here.product, "Rachael Abbot"),
  ];
  await join(sinclair, videoPage(here.product, evening, "teacher"));
  await invite(rachael, here.product, { student: "Ben Abbot", evening: evening.id, name: "Tom Hughes" });
  await sinclair.locator(".order").getByText("guest Tom Hughes").waitFor();
  await closeAll(sinclair, rachael);
});

test("a family with its page open before the call learns that the teacher is late, without loading it again", async () => {
  const [sinclair, rachael] = [
    await signedIn(here.browser, here.product, "J Sinclair"),
    await signedIn(here.browser, here.product, "Rachael Abbot"),
  ];
  await rachael.clock.install();
  await rachael.goto(videoPage(here.product, evening));
  await rachael.getByRole("button", { name: "Join Video Appointments" }).waitFor();
  await sinclair.goto(videoPage(here.product, evening, "teacher"));
  const [review] = evening.appointments.filter(({ guardian }) => guardian.includes("Rachael"));
  const status = await sinclair.evaluate(
    async (id) =>
      (await fetch(`/staff/appointments/${id}/late`, { method: "POST", body: new URLSearchParams({ minutes: "10" }) }))
        .status,
    review?.id,
  );
  expect(status).toBe(200);
  // Such a page looks every half minute.
  await rachael.clock.fastForward(30_000);
  const told = rachael.getByRole("status").getByText(/running about 10 minutes late/);
  await told.waitFor({ state: "attached" });
  await rachael
    .locator("main .notice")
    .getByText(/running about 10 minutes late/)
    .first()
    .waitFor();
  await rachael.getByText("About 10 min late").first().waitFor();
  expect(await faultsOf(rachael)).toEqual([]);
  await rachael.getByRole("button", { name: "Join Video Appointments" }).click();
  await rachael
    .locator(".call-notice")
    .getByText(/running about 10 minutes late/)
    .first()
    .waitFor();
  await closeAll(sinclair, rachael);
});

test("a teacher whom a moved appointment has left out is told so on the open page, where nothing is left to join", async () => {
  const [atkinson, office, david] = [
    await signedIn(here.browser, here.product, "John Atkinson"),
    await signedIn(here.browser, here.product, "Eleanor Hart"),
    await signedIn(here.browser, here.product, "David Aaron"),
  ];
  await atkinson.goto(videoPage(here.product, evening, "teacher"));
  const way = atkinson.getByRole("button", { name: "Join Video Appointments" });
  await way.waitFor();
  // The school gives his class to a colleague; what is booked stays with him until it is moved.
  const files = await readDemoFiles();
  await bringIn(office, { ...files, class_teachers: files.class_teachers?.replace("C03,T03", "C03,T06") ?? "" });
  await david.goto(`${here.product.school}/evenings/${evening.id}/book/manual`);
  const times = david.getByRole("region", { name: "Mrs Halima Rahman", exact: true });
  await times.getByRole("button", { name: /Free/ }).last().click();
  await times.getByText("Moved. We are sending you your new list.").waitFor();
  await atkinson.getByText("No longer yours").waitFor();
  await way.waitFor({ state: "detached" });
  await hearing(atkinson, "No longer on your list: ");
  expect(await faultsOf(atkinson)).toEqual([]);
  await closeAll(atkinson, office, david);
});

/** The school's records, as the last step of the import sends them. */
async function bringIn(office: Page, files: Record<string, string>): Promise<void> {
  const status = await office.evaluate(async (texts) => {
    const body = new FormData();
    for (const [name, text] of Object.entries(texts)) body.set(name, text);
    return (await fetch("/admin/import/confirm", { method: "POST", body })).status;
  }, files);
  expect(status).toBe(200);
}
