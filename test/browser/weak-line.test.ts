import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aCall, closeAll, idOf, TEACHER } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { seesAndHears } from "../support/browser/media.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";

const here = running();
let evening: DemoEvening;

beforeEach(async () => {
  evening = await here.product.newEvening(Date.now() - 5_000, 180);
});

// The media server is other files' too.
afterEach(async () => {
  await line({ lostShare: 0 });
});

test("on a line that loses packets the picture yields to the sound, in words, and comes back by itself", async () => {
  const { rachael, teacher } = await aCall(here, evening);
  await line({ lostShare: 0.3 });
  await rachael.getByText("Your connection is weak.", { exact: true }).waitFor();
  // Told by the page’s one voice, which keeps it for ten seconds: the notice on the screen is none.
  const told = rachael.getByRole("status").getByText(/connection is weak/);
  await told.waitFor({ state: "attached" });
  expect(await told.count()).toBe(1);
  expect(await rachael.locator(".call-notice [role=status]").count()).toBe(0);
  await rachael.getByText("We paused your picture to keep the sound.").waitFor();
  await expect.poll(() => bitratesOf(rachael)).toEqual({ audio: 40_000, video: 15_000 });
  // For the others it is a camera that is off: nothing that stands still is shown as if it were live.
  await teacher.locator('[data-role="guardian"][data-camera="off"]').waitFor();
  expect(await faultsOf(rachael)).toEqual([]);
  await line({ lostShare: 0 });
  await rachael.getByText("Your connection is weak.", { exact: true }).waitFor({ state: "hidden", timeout: 90_000 });
  await teacher.locator('[data-role="guardian"][data-camera="on"]').waitFor();
  await expect.poll(() => bitratesOf(rachael)).toEqual({ audio: 40_000, video: 600_000 });
  await seesAndHears(rachael, [await idOf(here.product, TEACHER)]);
  await closeAll(rachael, teacher);
});

test("a picture that stands still is not shown as if it were live", async () => {
  const { rachael, teacher } = await aCall(here, evening);
  await line({ lostShare: 1 });
  await teacher.getByText("Picture paused").waitFor();
  await line({ lostShare: 0 });
  await teacher.getByText("Picture paused").waitFor({ state: "hidden" });
  await closeAll(rachael, teacher);
});

/** The local SFU loses this share of what browsers send. */
async function line(change: { lostShare: number }): Promise<void> {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(`${here.product.sfu}/debug/line`, { method: "PUT", headers, body: JSON.stringify(change) });
  expect(reply.status).toBe(200);
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
