import { parseArgs } from "node:util";

/** The kinds of tests by their cost, the cheapest first. */
export const STAGES = ["rules", "workerd", "local", "browser"] as const;
export type Stage = (typeof STAGES)[number];

export type Options = {
  seed: number;
  count: number;
  stages: readonly Stage[];
  /** Folders as `areaOf` names them; none for all. */
  areas: readonly string[];
  /** Numbers of places; none for all. */
  only: readonly number[];
  /** How many files of a stage are run at most, the likeliest; all where it is 0. */
  nearest: number;
  resume: boolean;
  confirm: boolean;
  list: boolean;
};

const DEFAULT_SEED = 20_261_128;
const DEFAULT_COUNT = 40;

/** @throws Error with words for a person, where an option is none. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: text,
      count: text,
      stages: text,
      areas: text,
      only: text,
      nearest: text,
      resume: flag,
      confirm: flag,
      list: flag,
    },
  });
  return {
    seed: readNumber("seed", values.seed, DEFAULT_SEED),
    count: readNumber("count", values.count, DEFAULT_COUNT),
    stages: values.stages ? words(values.stages).map(readStage) : STAGES,
    areas: words(values.areas),
    only: words(values.only).map((word) => readNumber("only", word, 0)),
    nearest: readNumber("nearest", values.nearest, 0),
    ...{ resume: values.resume, confirm: values.confirm, list: values.list },
  };
}

const words = (text = "") => text.split(",").filter((word) => word !== "");

function readNumber(name: string, word: string | undefined, otherwise: number): number {
  const number = word === undefined ? otherwise : Number(word);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`--${name} is "${word}", but a whole number is needed.`);
}

function readStage(word: string): Stage {
  const stage = STAGES.find((one) => one === word);
  if (stage) return stage;
  throw new Error(`--stages names "${word}"; there are ${STAGES.join(", ")}.`);
}
