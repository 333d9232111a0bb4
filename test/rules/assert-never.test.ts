import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assertNever } from "../../durable-objects/assert-never.ts";
import { readImports } from "../arch/graph.ts";

const told = (value: unknown) => {
  try {
    return assertNever(value as never);
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ["spin", "spin"],
  [{ type: "leave", name: "Jane" }, "leave"],
  [{ kind: "gone", email: "j@x.example" }, "gone"],
  [{ op: "push", sdp: "v=0" }, "push"],
  [{ do: "save", name: "Jane" }, "save"],
  [{ name: "Jane" }, "object"],
  [null, "object"],
  [7, "number"],
  ["x".repeat(100), "x".repeat(40)],
])("of %j the error names the case and no more", (value, words) => {
  expect(told(value)).toBe(`Not a case of this union: ${words}`);
});

test("the product ends its switches with this one alone", () => {
  const files = [...new Set(readImports().map(({ from }) => from))].filter((file) => !file.startsWith("local/"));
  const root = new URL("../../", import.meta.url).pathname;
  const others = files.filter((file) =>
    /function assertNever|return [\w.]+ satisfies never/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(others).toEqual([]);
});
