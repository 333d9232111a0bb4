import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onWaking } from "../../web/islands/call/waking.ts";

/** In a browser several of these come together: which of them was heard can't be seen there. */
let page: EventTarget;
let connection: EventTarget;
let view: EventTarget & { visibilityState?: string };
let wake: ReturnType<typeof vi.fn<() => void>>;

beforeEach(() => {
  vi.useFakeTimers();
  [page, connection, view] = [new EventTarget(), new EventTarget(), new EventTarget()];
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("navigator", { connection });
  vi.stubGlobal("document", view);
  wake = vi.fn();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("back on line", () => {
  onWaking(wake);
  page.dispatchEvent(new Event("online"));
  expect(wake).toHaveBeenCalledTimes(1);
});

test("on another network, in browsers that tell", () => {
  onWaking(wake);
  connection.dispatchEvent(new Event("change"));
  expect(wake).toHaveBeenCalledTimes(1);
  vi.stubGlobal("navigator", {});
  expect(() => onWaking(wake)).not.toThrow();
});

test("back in front, and not when it goes behind", () => {
  onWaking(wake);
  view.visibilityState = "hidden";
  view.dispatchEvent(new Event("visibilitychange"));
  expect(wake).not.toHaveBeenCalled();
  view.visibilityState = "visible";
  view.dispatchEvent(new Event("visibilitychange"));
  expect(wake).toHaveBeenCalledTimes(1);
});

test("after a sleep, once, though nothing else tells; late ticks are no sleep", () => {
  onWaking(wake);
  vi.advanceTimersByTime(3_000);
  vi.setSystemTime(Date.now() + 4_000);
  vi.advanceTimersByTime(1_000);
  expect(wake).not.toHaveBeenCalled();
  vi.setSystemTime(Date.now() + 60_000);
  vi.advanceTimersByTime(10_000);
  expect(wake).toHaveBeenCalledTimes(1);
});
