import { afterEach, expect, test, vi } from "vitest";

const BUILT = { "call.js": "call-AAAA2222.js", "icon.svg": "icon-BBBB3333.svg" };

/** The module as a bundle has it, with the table that the build puts in. */
async function withNames(names: Record<string, string> | undefined) {
  vi.resetModules();
  vi.stubGlobal("STATIC_NAMES", names);
  return import("../../web/ui/static-names.ts");
}

afterEach(() => void vi.unstubAllGlobals());

test("a page names a file as it was built, and as it is written where nothing was built", async () => {
  expect((await withNames(BUILT)).staticPath("call.js")).toBe("/static/call-AAAA2222.js");
  expect((await withNames(undefined)).staticPath("call.js")).toBe("/static/call.js");
});

test("a name of another deployment, or a plain one, leads to the file as it is now; an unknown one nowhere", async () => {
  const { presentPath } = await withNames(BUILT);
  for (const former of ["call-ZZZZ9999.js", "call.js"]) expect(presentPath(former)).toBe("/static/call-AAAA2222.js");
  expect(presentPath("icon-ZZZZ9999.svg")).toBe("/static/icon-BBBB3333.svg");
  for (const unknown of ["chunk-ZZZZ9999.js", "other-ZZZZ9999.js", "call-ZZZZ9999.css", "constructor", ""])
    expect(presentPath(unknown), unknown).toBeUndefined();
});

test("nothing leads to itself", async () => {
  expect((await withNames(BUILT)).presentPath("call-AAAA2222.js")).toBeUndefined();
  expect((await withNames(undefined)).presentPath("call.js")).toBeUndefined();
});
