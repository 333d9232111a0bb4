import { expect, test } from "vitest";
import { checkOpenId, providerName } from "../../worker/rules/open-id-form.ts";

const RIGHT = { issuer: "https://accounts.google.com", clientId: "id", clientSecret: "secret", required: false };
const fields = (change: object, about = { isKnown: false, isLocal: false }) =>
  checkOpenId({ ...RIGHT, ...change }, about).map(({ field }) => field);

test("every box that is wrong is named, and a secret that is stored may stay", () => {
  expect(fields({})).toEqual([]);
  expect(fields({ issuer: "google", clientId: "", clientSecret: "" })).toEqual(["issuer", "clientId", "clientSecret"]);
  expect(fields({ clientSecret: "" }, { isKnown: true, isLocal: false })).toEqual([]);
});

test("an address without TLS is for this machine alone, and Microsoft's for everybody is nobody's school", () => {
  expect(fields({ issuer: "http://127.0.0.1:3000" })).toEqual(["issuer"]);
  expect(fields({ issuer: "http://127.0.0.1:3000" }, { isKnown: false, isLocal: true })).toEqual([]);
  expect(fields({ issuer: "https://login.microsoftonline.com/common/v2.0" })).toEqual(["issuer"]);
  expect(fields({ issuer: "https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0" })).toEqual([]);
});

test("providers are called as people call them", () => {
  expect(providerName("https://accounts.google.com")).toBe("Google");
  expect(providerName("https://login.microsoftonline.com/x/v2.0")).toBe("Microsoft");
  expect(providerName("https://id.greenabbey.example/realms/staff")).toBe("id.greenabbey.example");
});
