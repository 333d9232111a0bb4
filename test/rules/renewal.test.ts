import { afterEach, expect, test, vi } from "vitest";
import { forgetRenewal, isRenewed, noteRenewal } from "../../web/islands/call/renewal.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a page has loaded itself again from when it notes so until a room lets it in", () => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  expect(isRenewed()).toBe(false);
  expect(noteRenewal()).toBe(true);
  expect(isRenewed()).toBe(true);
  forgetRenewal();
  expect(isRenewed()).toBe(false);
});

test("where nothing can be kept, a page may have loaded itself again already", () => {
  const refuse = () => {
    throw new Error("no storage");
  };
  vi.stubGlobal("sessionStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  expect([isRenewed(), noteRenewal()]).toEqual([true, false]);
  expect(forgetRenewal).not.toThrow();
});
