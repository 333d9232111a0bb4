import { loadavg } from "node:os";
import { proposeTimes, type Question } from "../../worker/rules/propose-times.ts";

const TEACHERS = 10;
const SLOTS = 40;
const CASES = 600;

/**
 * How long the exact search for an automatic proposal takes, at 10 teachers and 40 times: evenings of all kinds of fullness, with ranks,
 * long appointments, hours that are kept, and a limit. Made from one seed, so that it is the same evenings each time.
 */
export async function benchPlanning(): Promise<void> {
  const random = randomOf(40);
  for (let at = 0; at < 50; at += 1) proposeTimes(questionOf(random));
  const times = Array.from({ length: CASES }, () => {
    const question = questionOf(random);
    const from = performance.now();
    proposeTimes(question);
    return performance.now() - from;
  }).sort((one, other) => one - other);
  const at = (share: number) => `${(times[Math.floor(share * (CASES - 1))] ?? 0).toFixed(1)} ms`;
  const load = loadavg()[0]?.toFixed(1) ?? "unknown";
  console.log(`The best evening of ${TEACHERS} teachers and ${SLOTS} times, proved, ${CASES} evenings, load ${load}:`);
  console.log(`  median ${at(0.5)}, 99 in a hundred by ${at(0.99)}, worst ${at(1)}`);
}

/** From nearly free to nearly full; now and then one in which nearly everything is free, which is the most to search. */
function questionOf(random: () => number): Question {
  const busy = random() < 0.2 ? 0.02 : random();
  const wishes = Array.from({ length: TEACHERS }, (_, at) => {
    const units = random() < 0.8 ? 1 : 1 + Math.floor(random() * 3);
    const starts = Array.from({ length: SLOTS - units + 1 }, (_start, slot) => slot).filter(() => random() >= busy);
    return { units, starts, rank: random() < 0.5 ? null : 1 + (at % 5) };
  });
  const from = Math.floor(random() * SLOTS);
  return {
    ...{ unitCount: SLOTS, wishes },
    kept: random() < 0.3 ? [{ from, to: Math.min(SLOTS, from + 2) }] : [],
    limits: random() < 0.3 ? [{ of: [0, 1, 2, 3, 4], most: 3 }] : [],
  };
}

/** A linear congruential generator (Numerical Recipes' constants). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
