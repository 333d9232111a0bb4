import type { Point } from "./points.ts";

/** A change that nobody could ever notice, and why. `before` and `after` are what `prove.ts --list` prints, whole. */
export type Equivalent = Pick<Point, "file" | "before" | "after"> & { why: string };

/**
 * Faults that the seed has sampled and that are none: no run of the product can differ. What is only hard to see does not belong here, it
 * wants a test.
 */
export const EQUIVALENT: readonly Equivalent[] = [];

/** Why a point changes nothing, if it is known to. */
export function whyEquivalent({ file, before, after }: Point): string | undefined {
  return EQUIVALENT.find((one) => one.file === file && one.before === before && one.after === after)?.why;
}
