import { inject } from "vitest";
import type { Place } from "./product.ts";

/** The running product that this file shares with the others of its lane: see `lanes.ts`. */
export async function productOfLane(): Promise<Place> {
  const response = await fetch(`${inject("lanes")}/${process.env.VITEST_POOL_ID}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Place;
}
