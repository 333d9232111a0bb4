import { expect, test } from "vitest";
import { networkOf } from "../../worker/http/rate-limit.ts";

test("an address of IPv4 counts as it is, one of IPv6 by the half that says whose it is, however it is written", () => {
  expect(networkOf("192.0.2.7")).toBe("192.0.2.7");
  const same = ["2001:db8:0:1::7", "2001:0DB8:0000:0001:ffff:ffff:ffff:ffff", "2001:db8:0:1:1:2:3:4", "2001:db8:0:1::"];
  expect(new Set(same.map(networkOf))).toEqual(new Set(["2001:db8:0:1"]));
  expect(networkOf("2001:db8:0:2::7")).not.toBe(networkOf("2001:db8:0:1::7"));
  expect(networkOf("2001:db8::1")).toBe("2001:db8:0:0");
  expect(networkOf("::1")).toBe("0:0:0:0");
  expect(networkOf("::ffff:192.0.2.7")).toBe("::ffff:192.0.2.7");
});
