import { setPriority } from "node:os";
import { areaOf, sample } from "./choose.ts";
import { Copy } from "./copy.ts";
import { whyEquivalent } from "./equivalent.ts";
import { findKiller, type Hunt } from "./hunt.ts";
import { type Options, readOptions } from "./options.ts";
import { allPoints } from "./places.ts";
import type { Point } from "./points.ts";
import { Reach } from "./reach.ts";
import { Records, type Tried } from "./records.ts";
import { listTests } from "./run-tests.ts";

type Place = { number: number; point: Point };

/**
 * `npm run prove:tests`: breaks the product in places that a seed selects, one by one and in a copy, and says which test notices.
 * docs/decisions/0110 says how to read and continue a run.
 */
async function main(options: Options): Promise<void> {
  const { seed, count, stages, areas, only } = options;
  const points = allPoints();
  console.log(`Seed ${seed}: ${count} of ${points.length} places; ${stages.join(", ")}`);
  const places = choose(points, options).filter(
    ({ number, point }) =>
      (areas.length === 0 || areas.includes(areaOf(point.file))) && (only.length === 0 || only.includes(number)),
  );
  if (options.list) return list(places);
  const killed = await tryAll(places, options);
  console.log(`killed ${killed} of ${places.length} (seed ${seed})`);
  process.exitCode = killed === places.length ? 0 : 1;
}

/** Numbered in the order of the sample; in the place of one that changes nothing the next of its area is taken. */
function choose(points: readonly Point[], { seed, count }: Options): Place[] {
  const chosen = sample(points, seed, count).flatMap(({ due, sampled }) => {
    const real: Point[] = [];
    for (const point of sampled) {
      if (real.length === due) break;
      const why = whyEquivalent(point);
      if (why) console.log(`equivalent: ${why}\n${inWords(point)}`);
      else real.push(point);
    }
    return real;
  });
  return chosen.map((point, at) => ({ number: at + 1, point }));
}

function list(places: readonly Place[]): void {
  for (const { number, point } of places) console.log(`${number}\n${inWords(point)}`);
}

async function tryAll(places: readonly Place[], options: Options): Promise<number> {
  setPriority(15);
  const records = new Records(options.seed, options.resume || options.only.length > 0);
  const copy = new Copy();
  const { confirm, nearest } = options;
  const hunt = { copy, reach: new Reach(copy.tree, await listTests(copy.tree)), confirm, nearest };
  let killed = 0;
  for (const { number, point } of places) {
    const before: Tried = options.resume ? records.of(point) : { passed: [] };
    const tried = before.killer ? before : await copy.withFault(point, () => tryOne(hunt, point, before, options));
    records.keep(point, tried);
    if (tried.killer) killed += 1;
    console.log(`${number}: ${verdict(tried)}\n${inWords(point)}`);
  }
  return killed;
}

async function tryOne(hunt: Hunt, point: Point, { passed }: Tried, { stages }: Options): Promise<Tried> {
  const through = [...passed];
  for (const stage of stages.filter((one) => !passed.includes(one))) {
    const killer = await findKiller(hunt, point.file, stage);
    if (killer) return { passed: through, killer };
    // What only some of a stage's tests have let pass is not through.
    if (hunt.nearest === 0) through.push(stage);
  }
  return { passed: through };
}

function verdict({ passed, killer }: Tried): string {
  if (!killer) return `SURVIVED ${passed.join(", ")}`;
  return `killed by ${killer.stage} ${killer.file}: ${killer.test}`;
}

function inWords({ file, line, operator, before, after }: Point): string {
  return `    ${file}:${line}, ${operator}\n      ${before}\n    → ${after}`;
}

for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => process.exit(130));
await main(readOptions(process.argv.slice(2)));
