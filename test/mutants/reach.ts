import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export type TestFile = { project: string; file: string };

/** What every test of a project runs beside what it imports; it is as far away as ten imports. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  workerd: ["test/support/worker/setup.ts", "wrangler.toml"],
  browser: ["test/support/browser/lanes.ts", "local/start.ts"],
};
const BESIDE_DISTANCE = 10;
/** It names what is bundled for browsers, which only the tests of that project run. */
const BUNDLER = "local/build/assets.ts";
/** Words in paths that say nothing about the subject. */
const COMMON =
  /^(test|tests|worker|workerd|web|local|browser|rules|pages|page|islands|ui|objects|durable|tsx?|view|parts|routes|form)$/;

/** Which test files can notice a change in a file: from imports, and from the names of files that are started or bundled. */
export class Reach {
  readonly #root: string;
  readonly #tests: readonly TestFile[];
  readonly #named = new Map<string, string[]>();

  constructor(root: string, tests: readonly TestFile[]) {
    this.#root = root;
    this.#tests = tests;
  }

  /** The project's files that reach `file`, those first that are most about it. */
  testsOf(file: string, project: string): string[] {
    const ranked = this.#tests
      .filter((test) => test.project === project)
      .map((test) => ({ test: test.file, distance: this.#distance(test, file) }))
      .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
      .map(({ test, distance }) => ({
        test,
        score: this.#likeness(file, test) + (distance === 1 ? 6 : 0) - distance / 4,
      }));
    return ranked.sort((one, other) => other.score - one.score).map(({ test }) => test);
  }

  #distance({ project, file }: TestFile, wanted: string): number {
    const distances = new Map([[file, 0], ...(BESIDE[project] ?? []).map((name) => [name, BESIDE_DISTANCE] as const)]);
    for (const [at, distance] of distances) {
      if (at === BUNDLER && project !== "browser") continue;
      for (const next of this.#namedIn(at)) if (!distances.has(next)) distances.set(next, distance + 1);
    }
    return distances.get(wanted) ?? Number.POSITIVE_INFINITY;
  }

  #likeness(file: string, test: string): number {
    const subject = wordsOf(file);
    const about = wordsOf(test);
    const shared = about.filter((word) => subject.some((other) => isLike(word, other))).length;
    const text = readFileSync(join(this.#root, test), "utf8").toLowerCase();
    const mentioned = subject.filter((word) => text.includes(word)).length;
    return 4 * shared + (3 * shared) / Math.max(1, about.length) + (3 * mentioned) / Math.max(1, subject.length);
  }

  #namedIn(file: string): string[] {
    const known = this.#named.get(file);
    if (known) return known;
    const text = readFileSync(join(this.#root, file), "utf8");
    const run = text.replaceAll(/^(import|export) type [^"]*"[^"]*"|^\s*\/\*\*[\s\S]*?\*\/|^\s*\/\/.*/gm, "");
    const named = [...run.matchAll(/(["'`])([\w./-]+)\1/g)].flatMap(([, , name = ""]) =>
      this.#filesAt(name.startsWith(".") ? join(dirname(file), name) : name, file === BUNDLER),
    );
    this.#named.set(file, named);
    return named;
  }

  /** A folder stands for its files where they are bundled. A test that reads them as texts does not notice what they do. */
  #filesAt(name: string, bundles: boolean): string[] {
    const path = normalize(name).replace(/\/$/, "");
    if (path.startsWith("..") || path.startsWith("/") || path === "." || path === "node_modules") return [];
    const found = statSync(join(this.#root, path), { throwIfNoEntry: false });
    if (found?.isFile()) return [path];
    if (!found?.isDirectory() || !bundles) return [];
    return readdirSync(join(this.#root, path), { recursive: true, encoding: "utf8" })
      .map((inside) => join(path, inside))
      .filter((inside) => /\.tsx?$/.test(inside));
  }
}

function wordsOf(path: string): string[] {
  return [...new Set(path.toLowerCase().split(/[^a-z]+/))].filter((word) => word.length > 2 && !COMMON.test(word));
}

/** "book" and "booking", "invite" and "invites". */
function isLike(one: string, other: string): boolean {
  return one.length > 3 && other.length > 3 ? one.startsWith(other) || other.startsWith(one) : one === other;
}
