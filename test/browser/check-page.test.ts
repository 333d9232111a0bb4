import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../support/browser.ts";
import { childOf } from "../support/processes.ts";
import { faultsOf } from "./support/axe.ts";
import { device } from "./support/people.ts";
import { type Product, startProduct } from "./support/product.ts";

let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test("the line is tried through the video service and back, signed out, with a verdict in words, and closed at both ends", async () => {
  const { page, context } = await device(browser, 390);
  const calls: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/check/line")) calls.push(pathname);
  });
  const ended = page.waitForResponse((response) => response.url().endsWith("/check/line/end"));
  await page.goto(`${product.school}/check`);
  const verdict = await verdictOf(page);
  console.log(`the line to the local SFU and back is ${verdict}`);
  expect(["good", "fair"]).toContain(verdict);
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

test("a network that lets no video through is named as that", async () => {
  const { page, context } = await device(browser, 390);
  // A firewall as the page sees it: the answer names no way to the video service.
  await page.addInitScript(() => {
    window.RTCPeerConnection = class extends RTCPeerConnection {
      override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
        const sdp = description.sdp?.replace(/a=candidate:.*\r\n/g, "") ?? "";
        return super.setRemoteDescription({ ...description, sdp });
      }
    };
  });
  await page.goto(`${product.school}/check`);
  expect(await verdictOf(page)).toBe("blocked");
  await page.getByText("Your network lets no video call through").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await context.close();
});

test("a video service that does not answer is not the visitor's fault, and a second try finds it again", async () => {
  const { page, context } = await device(browser);
  process.kill(childOf(product.pid, "local/sfu/main.ts"), "SIGSTOP");
  try {
    await page.goto(`${product.school}/check`);
    expect(await verdictOf(page)).toBe("no-service");
    await page.getByText("That is not your connection").waitFor();
    expect(await faultsOf(page)).toEqual([]);
  } finally {
    process.kill(childOf(product.pid, "local/sfu/main.ts"), "SIGCONT");
  }
  await page.getByRole("button", { name: "Try the connection again" }).click();
  expect(["good", "fair"]).toContain(await verdictOf(page));
  await context.close();
});

test("without a network the page says that it could not reach the school", async () => {
  const { page, context } = await device(browser);
  await page.route("**/check/line", (route) => route.abort());
  await page.goto(`${product.school}/check`);
  expect(await verdictOf(page)).toBe("offline");
  await page.getByText("We could not reach the school’s site").waitFor();
  await context.close();
});

async function verdictOf(page: Page): Promise<string | null> {
  const line = page.locator("[data-line]:not([data-line=trying])");
  await line.waitFor({ state: "attached", timeout: 60_000 });
  return line.getAttribute("data-line");
}
