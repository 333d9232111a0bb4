import { expect, test } from "vitest";
import { PLANS } from "./explore/plans.ts";
import { walk } from "./explore/walk.ts";

/** `npm run prove:room` visits them all; this many are looked at in a few seconds. */
const NEAREST = 300;

for (const plan of PLANS) {
  test(`every rule holds in the ${NEAREST} nearest states of: ${plan.name}`, { timeout: 60_000 }, () => {
    expect(walk(plan, NEAREST).violation).toBeNull();
  });
}
