import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { launch } from "../support/browser.ts";
import { faultsOf } from "./support/axe.ts";
import { seesAndHears } from "./support/media.ts";
import { join, signedIn } from "./support/people.ts";
import { type DemoEvening, type Product, startProduct } from "./support/product.ts";

let product: Product;
let browser: Browser;
let evening: DemoEvening;

beforeAll(async () => {
  product = await startProduct();
  browser = await launch();
}, 180_000);

beforeEach(async () => {
  evening = await product.newEvening(Date.now() - 5_000, 180);
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test("on a line that loses packets the picture yields to the sound, in words, and comes back by itself", async () => {
  const { rachael, teacher } = await aCall();
  await line({ lostShare: 0.3 });
  await rachael.getByText("Your connection is weak.", { exact: true }).waitFor();
  await rachael.getByText("We paused your picture to keep the sound.").waitFor();
  // Told by the page’s one voice: the notice on the screen is none.
  const told = rachael.getByRole("status").getByText(/connection is weak/);
  await told.waitFor({ state: "attached" });
  expect(await told.count()).toBe(1);
  expect(await rachael.locator(".call-notice [role=status]").count()).toBe(0);
  expect(await bitratesOf(rachael)).toEqual({ audio: 40_000, video: 15_000 });
  // For the others it is a camera that is off: nothing that stands still is shown as if it were live.
  await teacher.locator('[data-role="guardian"][data-camera="off"]').waitFor();
  expect(await faultsOf(rachael)).toEqual([]);
  await line({ lostShare: 0 });
  await rachael.getByText("Your connection is weak.", { exact: true }).waitFor({ state: "hidden", timeout: 90_000 });
  await teacher.locator('[data-role="guardian"][data-camera="on"]').waitFor();
  expect(await bitratesOf(rachael)).toEqual({ audio: 40_000, video: 600_000 });
  await seesAndHears(rachael, [await idOf("J Sinclair")]);
  await closeAll(rachael, teacher);
});

test("a picture that stands still is not shown as if it were live", async () => {
  const { rachael, teacher } = await aCall();
  await line({ lostShare: 1 });
  await teacher.getByText("Picture paused").waitFor({ timeout: 10_000 });
  await line({ lostShare: 0 });
  await teacher.getByText("Picture paused").waitFor({ state: "hidden" });
  await closeAll(rachael, teacher);
});

test("a camera and a microphone that the system takes away come back, and so do they for the others", async () => {
  const { rachael, teacher } = await aCall();
  const before = await sentBy(rachael);
  // What iOS does for a phone call, and what a pulled plug does: the tracks end, and nobody asked for it.
  await rachael.evaluate(() => {
    const { watchedConnections } = window as unknown as { watchedConnections: RTCPeerConnection[] };
    for (const { track } of watchedConnections.flatMap((connection) => connection.getSenders())) {
      track?.stop();
      track?.dispatchEvent(new Event("ended"));
    }
  });
  await seesAndHears(teacher, [await idOf("Rachael Abbot")]);
  const after = await sentBy(rachael);
  expect(after).toHaveLength(before.length);
  for (const track of after) expect(before).not.toContain(track);
  await closeAll(rachael, teacher);
});

async function aCall() {
  const [rachael, teacher] = [
    await signedIn(browser, product, "Rachael Abbot"),
    await signedIn(browser, product, "J Sinclair"),
  ];
  await join(rachael, `${product.school}/video?evening=${evening.id}`);
  await join(teacher, `${product.school}/staff/video?evening=${evening.id}`);
  await Promise.all([
    seesAndHears(rachael, [await idOf("J Sinclair")]),
    seesAndHears(teacher, [await idOf("Rachael Abbot")]),
  ]);
  return { rachael, teacher };
}

/** The local SFU loses this share of what browsers send. */
async function line(change: { lostShare: number }): Promise<void> {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(`${product.sfu}/debug/line`, { method: "PUT", headers, body: JSON.stringify(change) });
  expect(reply.status).toBe(200);
}

async function idOf(name: string): Promise<string> {
  return (await product.person(name)).signInUrl.split("/").at(-1) ?? "";
}

function bitratesOf(page: Page): Promise<Record<string, number | undefined>> {
  return page.evaluate(() => {
    const { watchedConnections } = window as unknown as { watchedConnections: RTCPeerConnection[] };
    const open = watchedConnections.find(({ connectionState }) => connectionState === "connected");
    return Object.fromEntries(
      (open?.getSenders() ?? []).flatMap((sender) =>
        sender.track ? [[sender.track.kind, sender.getParameters().encodings[0]?.maxBitrate]] : [],
      ),
    );
  });
}

function sentBy(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { watchedConnections } = window as unknown as { watchedConnections: RTCPeerConnection[] };
    const open = watchedConnections.find(({ connectionState }) => connectionState === "connected");
    return (open?.getSenders() ?? []).flatMap(({ track }) => (track?.readyState === "live" ? [track.id] : []));
  });
}

async function closeAll(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}
