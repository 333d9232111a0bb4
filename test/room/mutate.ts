import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { inLanes } from "./explore/lanes.ts";
import type { Violation } from "./explore/walk.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";

export type Score = { killed: number; all: number };
type Find = { rule: string; plan: string; transitions: number } | null;

/**
 * How many transitions every world is walked before any is walked further: most faults show after a few hundred in one world or
 * another. The most is more than the largest world has.
 */
const FIRST_LOOK = 500;
const EACH_LOOK_LONGER = 1.5;
const LAST_LOOK = 2_000_000;
const LOOK_TIMES_OUT_MS = 600_000;

/** Makes every fault of `mutants.ts`, each alone and several side by side, and says of each which rule caught it. */
export async function mutate(): Promise<Score> {
  // A fault that is not one any more is seen at once, not after minutes.
  for (const mutant of MUTANTS) withFault(readFileSync(fileURLToPath(urlOf(mutant)), "utf8"), mutant);
  let killed = 0;
  await inLanes(MUTANTS, availableParallelism(), async (mutant) => {
    const find = await findApart(mutant);
    if (find) killed += 1;
    const verdict = find ? `killed by ${find.rule} (${find.plan}, ${find.transitions} transitions)` : "SURVIVED";
    console.log(`${verdict}: ${mutant.fault} (${mutant.file})`);
  });
  return { killed, all: MUTANTS.length };
}

/** Looks in a thread of its own, whose room has the fault. One that does not even run is no kill: the fault is a bad one. */
function findApart(mutant: Mutant): Promise<Find> {
  return new Promise((resolve, reject) => {
    const fail = (why: unknown) => reject(new Error(`The mutant did not run: ${mutant.fault}`, { cause: why }));
    const worker = new Worker(new URL(import.meta.url), { workerData: mutant });
    const clock = setTimeout(() => {
      fail("It took too long.");
      void worker.terminate();
    }, LOOK_TIMES_OUT_MS);
    worker.once("message", resolve);
    worker.once("error", fail);
    worker.once("exit", () => clearTimeout(clock));
  });
}

/** Walks all worlds side by side, each step further than the one before, until a rule of the room is broken. */
async function find(mutant: Mutant): Promise<Find> {
  plant(mutant);
  const { PLANS } = await import("./explore/plans.ts");
  const { Walker } = await import("./explore/walk.ts");
  let walkers = PLANS.map((plan) => new Walker(plan));
  for (let most = FIRST_LOOK; most < LAST_LOOK; most *= EACH_LOOK_LONGER) {
    const unfinished: typeof walkers = [];
    for (const walker of walkers) {
      const { plan, transitions, isWhole, violation } = walker.to(Number.POSITIVE_INFINITY, most);
      if (violation) return { rule: idOf(violation), plan: plan.name, transitions };
      if (!isWhole) unfinished.push(walker);
    }
    walkers = unfinished;
  }
  return null;
}

function idOf({ rule, words }: Violation): string {
  const id = /^RM\d+/.exec(rule)?.[0];
  if (!id) throw new Error(`${rule}: ${words}`);
  return id;
}

/** From now on this thread reads the mutant's file with its fault in it. */
function plant(mutant: Mutant): void {
  const { href } = urlOf(mutant);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== href) return loaded;
      return { ...loaded, source: withFault(String(loaded.source), mutant) };
    },
  });
}

function withFault(source: string, { file, from, to }: Mutant): string {
  if (source.split(from).length !== 2) throw new Error(`${file} should hold this once: ${from}`);
  return source.replace(from, () => to);
}

function urlOf({ file }: Mutant): URL {
  return new URL(`../../durable-objects/${file}`, import.meta.url);
}

if (!isMainThread && parentPort) {
  parentPort.postMessage(await find(workerData as Mutant));
} else if (import.meta.main) {
  const { killed, all } = await mutate();
  console.log(`${killed} of ${all} mutants killed`);
  process.exitCode = killed === all ? 0 : 1;
}
