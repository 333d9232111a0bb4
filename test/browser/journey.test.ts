import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { closeAll, comeIn, videoPage } from "../support/browser/a-call.ts";
import { cuttableLine } from "../support/browser/cuttable-line.ts";
import { invite } from "../support/browser/invite.ts";
import { packetsReceived, seesAndHears } from "../support/browser/media.ts";
import { overALine } from "../support/browser/over-a-line.ts";
import { callState, device, join, pressJoin, signedIn, stateNow } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { hearing } from "../support/browser/said.ts";

/** A Learning Review is six slots long: 12 minutes, more than a test needs. */
const SLOT_SECONDS = 120;
const GUEST = { name: "Jane Abbot", student: "Ben Abbot" };

const here = running();

test("the whole journey: booked, invited, mailed, met, and the newest press has the guest's seat", async () => {
  const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const rachael = await signedIn(here.browser, here.product, "Rachael Abbot");
  await seesHerBooking(rachael);
  const link = await invite(rachael, here.product, GUEST);

  const guest = (await device(here.browser, 390)).page;
  await join(guest, link);
  await join(rachael, videoPage(here.product, evening));
  const teacher = await comeIn(here, evening, "J Sinclair", "teacher");
  const id = await ids(evening, link);
  await seesAndHears(guest, [id.guardian, id.sinclair]);
  await seesAndHears(rachael, [id.guest, id.sinclair]);
  await seesAndHears(teacher, [id.guest, id.guardian]);

  // A mail scanner opens the link: nothing changes for the guest in the call.
  const second = (await device(here.browser)).page;
  await second.goto(link, { waitUntil: "networkidle" });
  await seesAndHears(guest, [id.guardian, id.sinclair]);
  expect(await stateNow(guest)).toBe("in-call");

  await pressJoin(second);
  await callState(guest, ["ended"]);
  await guest.getByRole("heading", { name: "Your call is open somewhere else" }).waitFor();
  expect(await guest.getByRole("button", { name: "Continue here" }).count()).toBe(1);
  await seesAndHears(second, [id.guardian, id.sinclair]);
  await receivesNothingMore(guest);
  await closeAll(rachael, guest, teacher, second);
});

test("a full call tells the guest so, and lets the guest in when a teacher leaves", async () => {
  const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const rachael = await signedIn(here.browser, here.product, "Rachael Abbot");
  const link = await invite(rachael, here.product, GUEST);
  await join(rachael, videoPage(here.product, evening));
  const teachers = [];
  for (const name of ["J Sinclair", "Oluwaseun Brooks", "Halima Rahman"]) {
    const teacher = await comeIn(here, evening, name, "teacher");
    await callState(teacher, ["in-call"]);
    teachers.push(teacher);
  }
  const guest = (await device(here.browser, 390)).page;
  await join(guest, link);
  expect(await stateNow(guest)).toBe("waiting");
  await guest.getByText("This call is full: 4 people are in it").first().waitFor();
  await guest.getByText("You are first in line").first().waitFor();
  await hearing(guest, "You are first in line");

  const [leaver] = teachers;
  await leaver?.getByRole("button", { name: "Leave", exact: true }).click();
  await callState(guest, ["in-call"]);
  const id = await ids(evening, link);
  await seesAndHears(guest, [id.guardian, id.brooks, id.rahman], 60_000);
  await closeAll(rachael, guest, ...teachers);
});

test("a device that was cut off and superseded meanwhile comes back and does not take the seat again", async () => {
  const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const rachael = await signedIn(here.browser, here.product, "Rachael Abbot");
  const link = await invite(rachael, here.product, GUEST);
  const line = await cuttableLine(here.product.port);
  const first = (await device(here.browser)).page;
  await join(first, link.replace(`:${here.product.port}`, `:${line.port}`));
  expect(await stateNow(first)).toBe("in-call");

  line.cut();
  const second = (await device(here.browser)).page;
  await join(second, link);
  expect(await stateNow(second)).toBe("in-call");
  line.mend();
  await callState(first, ["ended"]);
  await first.getByRole("heading", { name: "Your call is open somewhere else" }).waitFor();
  // Time enough for a page that would come back by itself.
  await join(rachael, videoPage(here.product, evening));
  const id = await ids(evening, link);
  await seesAndHears(second, [id.guardian]);
  expect([await stateNow(first), await stateNow(second)]).toEqual(["ended", "in-call"]);
  await closeAll(rachael, first, second);
  await line.stop();
});

test("who leaves while the way in is slow has left, and is not taken for somebody whose line was lost", async () => {
  const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const teacher = await comeIn(here, evening, "J Sinclair", "teacher");
  const { line, page: rachael, url } = await overALine(here, evening, "Rachael Abbot");
  await rachael.goto(url);
  line.slow(1_500);
  await rachael.getByRole("button", { name: /^Join Video/ }).click();
  const said = teacher.locator("[data-said]");
  await said.getByText("Rachael Abbot is here").first().waitFor({ state: "attached" });
  expect(await stateNow(rachael)).toBe("joining");
  await rachael.getByRole("button", { name: "Leave", exact: true }).click();
  const gone = said.getByText(/Rachael Abbot has (left|lost)/).first();
  await gone.waitFor({ state: "attached" });
  expect(await gone.textContent()).toBe("Rachael Abbot has left");
  await closeAll(rachael, teacher);
  await line.stop();
});

test("Remove ends the guest's call, and the link then says that it was withdrawn", async () => {
  const evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
  const rachael = await signedIn(here.browser, here.product, "Rachael Abbot");
  const link = await invite(rachael, here.product, GUEST);
  const teacher = await comeIn(here, evening, "J Sinclair", "teacher");
  const guest = (await device(here.browser, 390)).page;
  await join(guest, link);
  const id = await ids(evening, link);
  await seesAndHears(guest, [id.sinclair]);

  await rachael.goto(`${here.product.school}/bookings/invites?evening=${evening.id}`);
  await rachael.getByRole("button", { name: `Remove ${GUEST.name}` }).click();
  await callState(guest, ["ended"]);
  await receivesNothingMore(guest);

  expect((await guest.goto(link))?.status()).toBe(410);
  await guest.getByText("withdrawn").first().waitFor();
  await closeAll(rachael, guest, teacher);
});

async function seesHerBooking(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Progress Meeting" }).waitFor();
  await page.getByText("1 appointment from").first().waitFor();
  const row = page.getByRole("row", { name: /Learning Review/ });
  for (const teacher of ["Mr J Sinclair", "Miss Oluwaseun Brooks", "Mrs Halima Rahman"])
    expect(await row.innerText()).toContain(teacher);
}

/** participantIds: the people's, and the invite's for the guest. */
async function ids(evening: DemoEvening, link: string) {
  const guest = /guests\/video\/([^?]+)/.exec(link)?.[1] ?? "";
  const person = async (name: string) => (await here.product.person(name)).signInUrl.split("/").at(-1) ?? "";
  return {
    evening: evening.id,
    guest,
    guardian: await person("Rachael Abbot"),
    sinclair: await person("J Sinclair"),
    brooks: await person("Oluwaseun Brooks"),
    rahman: await person("Halima Rahman"),
  };
}

async function receivesNothingMore(page: Page): Promise<void> {
  // What was on its way still comes. A call that goes on brings some fifty packets in each second.
  await page.waitForTimeout(500);
  const before = await packetsReceived(page);
  await page.waitForTimeout(1_000);
  expect(await packetsReceived(page)).toBe(before);
}
