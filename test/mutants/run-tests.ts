import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestFile } from "./reach.ts";

export type Outcome =
  | { kind: "passed" }
  | { kind: "failed"; file: string; test: string; words: string }
  | { kind: "hung" }
  /** It ended badly, and no test says so. */
  | { kind: "ended"; output: string };

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const CLI = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const GRACE_MS = 10_000;
const TICK_MS = 1_000;

/** Every test file of the tree, and the project that it is in. */
export async function listTests(tree: string): Promise<TestFile[]> {
  return inFolder(async (folder) => {
    const file = join(folder, "list.json");
    const ended = await run(tree, ["list", "--filesOnly", `--json=${file}`], 120_000);
    if (ended.code !== 0) throw new Error(`The tests could not be listed:\n${ended.output}`);
    const list = JSON.parse(readFileSync(file, "utf8")) as { file: string; projectName: string }[];
    return list.map((one) => ({ project: one.projectName, file: relative(tree, one.file) }));
  });
}

/** Runs these files, each test once, until one test fails. */
export async function runTests(
  tree: string,
  project: string,
  files: readonly string[],
  limitMs: number,
): Promise<Outcome> {
  return inFolder(async (folder) => {
    const report = join(folder, "report.json");
    const how = ["--retry=0", "--bail=1", "--reporter=json", `--outputFile.json=${report}`];
    const ended = await run(tree, ["run", "--project", project, ...files, ...how], limitMs);
    if (ended.code === 0) return { kind: "passed" };
    if (ended.code === "hung") return { kind: "hung" };
    return failureIn(report, tree) ?? { kind: "ended", output: ended.output };
  });
}

/** A file that the end of the run has cut off is reported as failed too, but without a word. */
function failureIn(path: string, tree: string): Outcome | undefined {
  const { testResults } = readReport(path);
  const failures = testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.find(({ status }) => status === "failed");
    const words = failed?.failureMessages[0] ?? message;
    const test = failed?.fullName.trim() ?? "(the whole file)";
    return failed || message
      ? [{ file: relative(tree, name), test, words: words.split("\n", 1)[0] ?? "", failed }]
      : [];
  });
  const first = failures.find(({ failed }) => failed) ?? failures[0];
  return first && { kind: "failed", file: first.file, test: first.test, words: first.words };
}

function readReport(path: string): Report {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Report;
  } catch {
    return { testResults: [] };
  }
}

/** In a process group of its own, so that nothing that a test started outlives it. */
async function run(tree: string, args: readonly string[], limitMs: number): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: tree,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => signal(child, "SIGKILL");
  process.on("exit", stop);
  const output = tailOf(child);
  const ended = once(child, "close").then(([code]: unknown[]) => code);
  const code = await withinTicks(ended, limitMs);
  if (code === "hung") {
    signal(child, "SIGTERM");
    await Promise.race([ended, sleep(GRACE_MS)]);
  }
  stop();
  process.off("exit", stop);
  return { code, output: output() };
}

/** Counted in seconds that this process has run: a machine that slept, or a run that was stopped for a while, is not late. */
function withinTicks<T>(work: Promise<T>, limitMs: number): Promise<T | "hung"> {
  return new Promise((resolve, reject) => {
    let left = Math.ceil(limitMs / TICK_MS);
    const ticks = setInterval(() => {
      left -= 1;
      if (left < 0) resolve("hung");
    }, TICK_MS);
    void work.then(resolve, reject).finally(() => clearInterval(ticks));
  });
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, name);
  } catch {
    // The whole group has ended.
  }
}

function tailOf(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-4_000);
    });
  }
  return () => text;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "parlour-mutant-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
