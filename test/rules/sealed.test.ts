import { expect, test } from "vitest";
import { seal, unseal } from "../../worker/rules/sealed.ts";

const ring = { current: "k2", keys: { k1: "1".repeat(32), k2: "2".repeat(32) } };

test("a sealed secret opens for the school and the purpose that it was sealed for, while its key is in the ring", async () => {
  const sealed = await seal(ring, "geheim & süß", ["openid-client-secret", "a"]);
  expect(sealed).not.toContain("geheim");
  expect(await unseal(ring, sealed, ["openid-client-secret", "a"])).toBe("geheim & süß");
  expect(await unseal({ ...ring, current: "k1" }, sealed, ["openid-client-secret", "a"])).toBe("geheim & süß");
  expect(await unseal(ring, sealed, ["openid-client-secret", "b"])).toBeNull();
  expect(await unseal({ current: "k1", keys: { k1: ring.keys.k1 } }, sealed, ["openid-client-secret", "a"])).toBeNull();
  expect(await unseal(ring, "k2.nonsense", ["openid-client-secret", "a"])).toBeNull();
});

test("the same secret is never sealed the same way twice", async () => {
  const once = await seal(ring, "x", ["openid-client-secret", "a"]);
  expect(await seal(ring, "x", ["openid-client-secret", "a"])).not.toBe(once);
});
