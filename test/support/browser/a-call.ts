import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { seesAndHears } from "./media.ts";
import { join, signedIn } from "./people.ts";
import type { DemoEvening, Product } from "./product.ts";
import type { Running } from "./running.ts";

export const GUARDIAN = "Rachael Abbot";
export const TEACHER = "J Sinclair";
/** Theirs is a Learning Review. */
const REVIEW_SLOTS = 6;

/** A demo person on a device of their own, with a seat in the evening's call or a place in its line. */
export async function comeIn(
  { product, browser }: Running,
  evening: DemoEvening,
  name: string,
  role: "family" | "teacher" = "family",
): Promise<Page> {
  const page = await signedIn(browser, product, name);
  await join(page, videoPage(product, evening, role));
  return page;
}

/** Guardian and teacher, who see and hear each other. */
export type ACall = { rachael: Page; teacher: Page };

/** Both join the evening's first appointment, each in a window of their own. */
export async function aCall(here: Running, evening: DemoEvening): Promise<ACall> {
  const rachael = await comeIn(here, evening, GUARDIAN);
  const teacher = await comeIn(here, evening, TEACHER, "teacher");
  await seeEachOther(here.product, { rachael, teacher });
  return { rachael, teacher };
}

export async function seeEachOther(product: Product, { rachael, teacher }: ACall, withinMs?: number): Promise<void> {
  const [guardianId, teacherId] = await Promise.all([idOf(product, GUARDIAN), idOf(product, TEACHER)]);
  await Promise.all([seesAndHears(rachael, [teacherId], withinMs), seesAndHears(teacher, [guardianId], withinMs)]);
}

/** Who a demo person is in a room. */
export async function idOf(product: Product, name: string): Promise<string> {
  return (await product.person(name)).signInUrl.split("/").at(-1) ?? "";
}

export function videoPage(product: Product, evening: DemoEvening, role: "family" | "teacher" = "family"): string {
  return `${product.school}${role === "teacher" ? "/staff" : ""}/video?evening=${evening.id}`;
}

/** When the call of a Learning Review ends, which begins with the evening. */
export function reviewEndsAt({ startsAt, slotSeconds }: DemoEvening): number {
  return startsAt + REVIEW_SLOTS * slotSeconds * 1000;
}

/** Somebody's picture on a page. */
export function tileOf(page: Page, participantId: string): Locator {
  return page.locator(`[data-tile="${participantId}"]`);
}

/** Waits until that tile shows its microphone or its camera as this. */
export async function showsAs(tile: Locator, device: "mic" | "camera", value: "on" | "off" | "none"): Promise<void> {
  await expect.poll(() => tile.getAttribute(`data-${device}`)).toBe(value);
}

/** Closes the windows of these pages. */
export async function closeAll(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => page.context().close()));
}
