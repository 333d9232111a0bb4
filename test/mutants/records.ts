import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FOLDER } from "./copy.ts";
import type { Stage } from "./options.ts";
import type { Point } from "./points.ts";

export type Killer = { stage: Stage; file: string; test: string; words: string };
/** What is known of a place so far. `passed` are the stages in which no test noticed. */
export type Tried = { passed: readonly Stage[]; killer?: Killer };
type Kept = Tried & Omit<Point, "edits">;

/** What is known of a seed's places, kept after each, so that a run that was interrupted can go on. */
export class Records {
  readonly #path: string;
  readonly #kept: Map<string, Kept>;

  constructor(seed: number, keep: boolean) {
    this.#path = join(FOLDER, `seed-${seed}.json`);
    this.#kept = new Map(keep ? read(this.#path).map((kept) => [nameOf(kept), kept]) : []);
  }

  of(point: Point): Tried {
    return this.#kept.get(nameOf(point)) ?? { passed: [] };
  }

  keep({ file, line, operator, before, after }: Point, tried: Tried): void {
    const kept = { file, line, operator, before, after, ...tried };
    this.#kept.set(nameOf(kept), kept);
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(this.#path, JSON.stringify([...this.#kept.values()], null, 2));
  }
}

const nameOf = ({ file, operator, before, after }: Omit<Point, "edits" | "line">) =>
  [file, operator, before, after].join("\n");

function read(path: string): Kept[] {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Kept[];
  } catch {
    return [];
  }
}
