import { expect, test } from "vitest";
import { faultsOf } from "../support/browser/axe.ts";
import { signedIn } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";

const here = running();

test("a browser that was made without WebRTC is told so before the call, and which others do", async () => {
  const evening = await here.product.newEvening(Date.now() - 5_000, 300);
  const page = await signedIn(here.browser, here.product, "Rachael Abbot");
  await page.addInitScript(() => Reflect.deleteProperty(window, "RTCPeerConnection"));
  await page.goto(`${here.product.school}/video?evening=${evening.id}`);
  await page.getByText("This browser cannot make video calls.").waitFor();
  expect(await page.locator("#join").isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: "Join and listen only" }).count()).toBe(0);
  expect(await faultsOf(page)).toEqual([]);
  await page.goto(`${here.product.school}/check`);
  await page.getByText("Not with this browser").waitFor();
  expect(await page.getByRole("button", { name: "Try the connection again" }).count()).toBe(0);
  await page.context().close();
});

test("where an app's window leaves out the camera altogether, nobody is told to plug one in", async () => {
  const page = await signedIn(here.browser, here.product, "Rachael Abbot");
  await page.addInitScript(() => Object.defineProperty(navigator, "mediaDevices", { value: undefined }));
  await page.goto(`${here.product.school}/check`);
  await page.getByText("Your browser keeps the camera and microphone from us.").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});
