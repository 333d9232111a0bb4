import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { type ACall, aCall, closeAll, seeEachOther } from "../support/browser/a-call.ts";
import { callState } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { childOf } from "../support/processes.ts";

const SLOT_SECONDS = 120;

const here = running({ own: true });
let evening: DemoEvening;

beforeEach(async () => {
  evening = await here.product.newEvening(Date.now() - 5_000, SLOT_SECONDS);
});

test("workerd is killed in a call: pages come back by themselves to the same seats, and media with them", async () => {
  const call = await aCall(here, evening);
  await mediaBeginsAnewWithout("workerd", call);
  await nobodyTwice(call);
});

test("the media server is killed in a call: pages keep their seats and come back to each other by themselves", async () => {
  const call = await aCall(here, evening);
  const pages = [call.rachael, call.teacher];
  await Promise.all(pages.map(noteStates));
  await mediaBeginsAnewWithout("local/sfu/main.ts", call);
  // Neither left its room: what is begun anew is the media alone.
  expect((await Promise.all(pages.map(statesNoted))).flat()).toEqual([]);
  await nobodyTwice(call);
});

/** Kills a part by its own number, waits until both pages have begun their media anew, and then until both see and hear each other again. */
async function mediaBeginsAnewWithout(part: string, call: ACall): Promise<void> {
  process.kill(childOf(here.product.pid, part), "SIGKILL");
  await Promise.all([call.rachael, call.teacher].map(mediaStops));
  await seeEachOther(here.product, call, 60_000);
}

/** The page has made another peer connection, and closed the first. */
async function mediaStops(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { watchedConnections } = window as unknown as { watchedConnections: RTCPeerConnection[] };
    return watchedConnections[0]?.connectionState === "closed";
  });
}

/** Keeps each state that the page goes into from now on. */
async function noteStates(page: Page): Promise<void> {
  await page.evaluate(() => {
    const states: string[] = [];
    Object.assign(window, { states });
    const { documentElement } = document;
    new MutationObserver(() => {
      const state = documentElement.dataset.callState ?? "";
      if (state !== (states.at(-1) ?? "in-call")) states.push(state);
    }).observe(documentElement, { attributes: true, attributeFilter: ["data-call-state"] });
  });
}

function statesNoted(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { states: string[] }).states);
}

/** Both are in the call, on one tile each. */
async function nobodyTwice({ rachael, teacher }: ACall): Promise<void> {
  for (const page of [rachael, teacher]) {
    await callState(page, ["in-call"]);
    expect(await page.locator("video[data-participant]").count()).toBe(1);
  }
  await closeAll(rachael, teacher);
}
