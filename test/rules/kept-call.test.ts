import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetCall, type KeptCall, keepCall, keptCall } from "../../web/islands/call/kept-call.ts";

const CALL: KeptCall = {
  ...{ appointmentId: "a1", epoch: "e", cameraOff: true, micOff: false },
  unsent: [{ lineId: "1", words: "Please ring me" }],
};
const known = (id: string) => id === "a1";

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

/** How the page was come to, as Chromium tells it: a tab that it threw away comes back as `back_forward`. */
function came(type: string, wasDiscarded = false): void {
  vi.stubGlobal("performance", { getEntriesByType: () => [{ type }] });
  vi.stubGlobal("document", { wasDiscarded });
}

test("a reload, the browser's own too, comes back to the call with what was not sent; a copied tab or another visit does not", () => {
  keepCall(CALL);
  came("reload");
  expect(keptCall(known)).toEqual(CALL);
  expect(keptCall(() => false)).toBeUndefined();
  came("back_forward", true);
  expect(keptCall(known)).toEqual(CALL);
  for (const type of ["back_forward", "navigate"]) {
    came(type);
    expect(keptCall(known)).toBeUndefined();
  }
});

test("nothing is kept of a call that is over", () => {
  keepCall(CALL);
  forgetCall();
  expect(kept.size).toBe(0);
  came("reload");
  expect(keptCall(known)).toBeUndefined();
});
