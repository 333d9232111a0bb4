import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { closeAll, GUARDIAN, idOf, seeEachOther, TEACHER, videoPage } from "../support/browser/a-call.ts";
import { faultsOf } from "../support/browser/axe.ts";
import { callState, join, pressJoin, signedIn } from "../support/browser/people.ts";
import type { DemoEvening } from "../support/browser/product.ts";
import { running } from "../support/browser/running.ts";
import { said } from "../support/browser/said.ts";
import { TestRooms } from "../support/browser/test-rooms.ts";

/** A deployment in mid-evening after which the room no longer speaks the version of the pages that are open. */
const here = running();
let rooms: TestRooms;
let evening: DemoEvening;

beforeEach(async () => {
  rooms = new TestRooms(here.product);
  evening = await here.product.newEvening(Date.now() - 5_000, 60);
});

test("a page that is too old loads itself again and is back in the call, in its own seat and without a press", async () => {
  const teacher = await personIn(TEACHER);
  const rachael = await personIn(GUARDIAN);
  await join(teacher, videoPage(here.product, evening, "teacher"));
  await join(rachael, videoPage(here.product, evening));
  await seeEachOther(here.product, { rachael, teacher });
  const loads = loadsOf(rachael);
  const passes = passesOf(rachael);
  rooms.outdated = 1;
  rooms.breakOff(await idOf(here.product, GUARDIAN));
  await expect.poll(() => loads.count).toBe(1);
  await callState(rachael, ["in-call"]);
  await seeEachOther(here.product, { rachael, teacher });
  expect(loads.count).toBe(1);
  expect(passes.every((body) => body.includes('"epoch"'))).toBe(true);
  // The seat was held all the while: to the others this was a line that was lost, and came back.
  expect((await said(teacher)).filter((words) => /has left/.test(words))).toEqual([]);
  expect(await rachael.evaluate(() => sessionStorage.getItem("parlour.renewed"))).toBeNull();
  await closeAll(rachael, teacher);
});

test("a page that is still too old when it has loaded itself again says so instead of loading for ever", async () => {
  const rachael = await personIn(GUARDIAN);
  await join(rachael, videoPage(here.product, evening));
  const loads = loadsOf(rachael);
  rooms.outdated = Number.POSITIVE_INFINITY;
  rooms.breakOff(await idOf(here.product, GUARDIAN));
  await rachael.getByRole("heading", { name: "This page is out of date" }).waitFor();
  expect(loads.count).toBe(1);
  expect(await faultsOf(rachael)).toEqual([]);
  await rachael.getByRole("button", { name: "Load this page again" }).click();
  await expect.poll(() => loads.count).toBe(2);
  rooms.outdated = 0;
  await pressJoin(rachael);
  await callState(rachael, ["in-call"]);
  await closeAll(rachael);
});

test("the product's own room lets the page in with the version that it speaks", async () => {
  const rachael = await signedIn(here.browser, here.product, GUARDIAN);
  const spoken = new Promise<string>((resolve) => {
    rachael.exposeFunction("tellSpoken", resolve).catch(() => resolve("not told"));
  });
  await rachael.addInitScript(() => {
    const Real = WebSocket;
    class Watched extends Real {
      constructor(...parts: ConstructorParameters<typeof Real>) {
        super(...parts);
        const tell = (globalThis as unknown as { tellSpoken: (protocol: string) => void }).tellSpoken;
        if (String(parts[0]).includes("/rooms/")) this.addEventListener("open", () => tell(this.protocol));
      }
    }
    globalThis.WebSocket = Watched;
  });
  await join(rachael, videoPage(here.product, evening));
  expect(await spoken).toBe("parlour.v2");
  await closeAll(rachael);
});

async function personIn(name: string): Promise<Page> {
  const page = await signedIn(here.browser, here.product, name);
  await rooms.behind(page);
  return page;
}

/** How often the page has been loaded from now on. */
function loadsOf(page: Page): { count: number } {
  const loads = { count: 0 };
  page.on("load", () => {
    loads.count += 1;
  });
  return loads;
}

/** What the page sends from now on to be let in. */
function passesOf(page: Page): string[] {
  const bodies: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/pass")) bodies.push(request.postData() ?? "");
  });
  return bodies;
}
