import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { faultsOf } from "../support/browser/axe.ts";
import { device } from "../support/browser/people.ts";
import { running } from "../support/browser/running.ts";
import { launchWhole } from "../support/browser.ts";
import { childOf } from "../support/processes.ts";

/** How good a line is depends on what else the machine does: `line-verdict.test.ts` tells the three apart. */
const VERDICTS = ["good", "fair", "poor"];

const here = running();

test("the line is tried through the video service and back, signed out, with a verdict in words, and closed at both ends", async () => {
  const { page, context } = await device(here.browser, 390);
  const calls: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/check/line")) calls.push(pathname);
  });
  const ended = page.waitForResponse((response) => response.url().endsWith("/check/line/end"));
  await page.goto(`${here.product.school}/check`);
  const verdict = await verdictOf(page);
  expect(VERDICTS).toContain(verdict);
  expect((await ended).status()).toBe(204);
  expect(calls).toEqual(["", "/send", "/receive", "/answer", "/end"].map((step) => `/check/line${step}`));
  const states = await page.evaluate(() =>
    (window as unknown as { watchedConnections: RTCPeerConnection[] }).watchedConnections.map(
      ({ connectionState }) => connectionState,
    ),
  );
  expect(states).toEqual(["closed", "closed"]);
  await page.locator("[data-check=Camera][data-result=works]").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await context.close();
});

test("camera, microphone and speaker are tried too, and a device that was chosen is taken again another day", async () => {
  const browser = await launchWhole();
  const { page } = await device(browser);
  await page.addInitScript(listenIn);
  await page.goto(`${here.product.school}/check`);
  await page.locator("[data-tile=self] video").waitFor();
  // Chromium's fake microphone beeps.
  await page.locator("[data-check=Microphone][data-result=works]").getByText("We can hear you").waitFor();
  const bell = page.locator("[data-check=Sound]");
  await bell.getByRole("button", { name: "Play the bell" }).click();
  await expect.poll(() => loudness(page)).toBeGreaterThan(0.05);
  await bell.getByRole("button", { name: "No" }).click();
  await bell.getByText("Turn up the volume, choose another speaker, and try again.").waitFor();
  await bell.getByRole("button", { name: "Play it again" }).click();
  await bell.getByRole("button", { name: "Yes, I hear it" }).click();
  await bell.getByText("You can hear us").waitFor();
  const speakers = page.getByLabel("Speaker", { exact: true });
  await speakers.locator("option").first().waitFor({ state: "attached" });
  const chosen = (await speakers.locator("option").allInnerTexts()).at(-1) ?? "";
  await speakers.selectOption({ label: chosen });
  await page.reload();
  await expect.poll(() => speakers.locator("option:checked").innerText()).toBe(chosen);
  await page.getByRole("heading", { name: "3 of 4 work" }).waitFor();
  await browser.close();
});

test("a network that lets no video through is named as that", async () => {
  const { page, context } = await device(here.browser, 390);
  // A firewall as the page sees it: the answer names no way to the video service.
  await page.addInitScript(() => {
    window.RTCPeerConnection = class extends RTCPeerConnection {
      override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
        const sdp = description.sdp?.replace(/a=candidate:.*\r\n/g, "") ?? "";
        return super.setRemoteDescription({ ...description, sdp });
      }
    };
  });
  await page.goto(`${here.product.school}/check`);
  expect(await verdictOf(page)).toBe("blocked");
  await page.getByText("Your network lets no video call through").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await context.close();
});

test("a video service that does not answer is not the visitor's fault, and a second try finds it again", async () => {
  const { page, context } = await device(here.browser);
  process.kill(childOf(here.product.pid, "local/sfu/main.ts"), "SIGSTOP");
  try {
    await page.goto(`${here.product.school}/check`);
    expect(await verdictOf(page)).toBe("no-service");
    await page.getByText("That is not your connection").waitFor();
    expect(await faultsOf(page)).toEqual([]);
  } finally {
    process.kill(childOf(here.product.pid, "local/sfu/main.ts"), "SIGCONT");
  }
  await page.getByRole("button", { name: "Try the connection again" }).click();
  expect(VERDICTS).toContain(await verdictOf(page));
  await context.close();
});

test("without a network the page says that it could not reach the school", async () => {
  const { page, context } = await device(here.browser);
  await page.route("**/check/line", (route) => route.abort());
  await page.goto(`${here.product.school}/check`);
  expect(await verdictOf(page)).toBe("offline");
  await page.getByText("We could not reach the school’s site").waitFor();
  await context.close();
});

/** Runs before the page's own scripts: whatever goes to the loudspeaker is measured on its way. */
function listenIn(): void {
  const ears: AnalyserNode[] = [];
  Object.assign(window, { ears });
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
    if (to instanceof AudioDestinationNode) {
      const ear = new AnalyserNode(this.context);
      connect.call(this, ear);
      ears.push(ear);
    }
    return connect.call(this, to);
  } as typeof AudioNode.prototype.connect;
}

/** How loud the loudest of it is at this moment, from 0 to 1. */
function loudness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const heard = (window as unknown as { ears: AnalyserNode[] }).ears.flatMap((ear) => {
      const samples = new Float32Array(ear.fftSize);
      ear.getFloatTimeDomainData(samples);
      return [...samples].map(Math.abs);
    });
    return Math.max(0, ...heard);
  });
}

async function verdictOf(page: Page): Promise<string | null> {
  const line = page.locator("[data-line]:not([data-line=trying])");
  await line.waitFor({ state: "attached", timeout: 60_000 });
  return line.getAttribute("data-line");
}
