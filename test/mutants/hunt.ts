import type { Copy } from "./copy.ts";
import type { Stage } from "./options.ts";
import type { Reach } from "./reach.ts";
import type { Killer } from "./records.ts";
import { type Outcome, runTests } from "./run-tests.ts";

/** How long one run of tests may take before the product is said to hang. */
const LIMITS_MS: Readonly<Record<Stage, number>> = {
  rules: 300_000,
  workerd: 900_000,
  local: 900_000,
  browser: 1_800_000,
};
/** How many files are run first, and then: the likeliest by themselves, because a start of the runtime or of browsers costs seconds. */
const BATCHES: Readonly<Record<Stage, readonly number[]>> = {
  rules: [],
  workerd: [2, 6],
  local: [2],
  browser: [2, 4],
};

export type Hunt = {
  copy: Copy;
  reach: Reach;
  /** Whether a test that fails must fail twice. */
  confirm: boolean;
  /** How many files of a stage are run at most; all where it is 0. */
  nearest: number;
};

type Failed = Outcome & { kind: "failed" };

/** The test of a stage that notices what is wrong with a file of the copy, if one does. */
export async function findKiller(hunt: Hunt, file: string, stage: Stage): Promise<Killer | undefined> {
  const likely = hunt.reach.testsOf(file, stage).slice(0, hunt.nearest || undefined);
  for (const batch of inBatches(likely, BATCHES[stage])) {
    let files = batch;
    while (files.length > 0) {
      const outcome = await runTests(hunt.copy.tree, stage, files, LIMITS_MS[stage]);
      const killer = await killerOf(hunt, stage, files, outcome);
      if (killer) return killer;
      // A test that failed by chance: the others of the batch have not all run.
      files = outcome.kind === "failed" ? files.filter((one) => one !== outcome.file) : [];
    }
  }
  return undefined;
}

async function killerOf(
  hunt: Hunt,
  stage: Stage,
  files: readonly string[],
  outcome: Outcome,
): Promise<Killer | undefined> {
  if (outcome.kind === "passed") return undefined;
  if (outcome.kind === "failed") {
    const { file, test, words } = outcome;
    return (await isSure(hunt, stage, outcome)) ? { stage, file, test, words } : undefined;
  }
  if (outcome.kind === "hung") return { stage, file: files.join(" "), test: "(time-out)", words: "It did not end" };
  // Without a test to blame, it is the fault's doing only if the same run ends well without it.
  const healthy = await hunt.copy.withoutFault(() => runTests(hunt.copy.tree, stage, files, LIMITS_MS[stage]));
  if (healthy.kind !== "passed") throw new Error(`The tests do not run, with or without the fault:\n${outcome.output}`);
  return { stage, file: files.join(" "), test: "(an error outside the tests)", words: outcome.output.slice(-300) };
}

/** Where others keep the machine busy a test can run out of time by itself: that must happen twice. */
async function isSure({ copy, confirm }: Hunt, stage: Stage, { file, words }: Failed): Promise<boolean> {
  const isDoubtful = confirm || /timed?[ -]?out/i.test(words);
  return !isDoubtful || (await runTests(copy.tree, stage, [file], LIMITS_MS[stage])).kind !== "passed";
}

function inBatches(files: readonly string[], sizes: readonly number[]): (readonly string[])[] {
  const batches: (readonly string[])[] = [];
  let rest = files;
  for (const size of [...sizes, files.length]) {
    if (rest.length > 0) batches.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return batches;
}
