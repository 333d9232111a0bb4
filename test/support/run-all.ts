import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { build } from "../../local/build.ts";
import { ROOT } from "../../local/settings.ts";
import { findOrInstallChromium } from "./browser.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** A line for each test that failed first and passed when it was tried again. */
  readonly secondTries?: readonly string[];
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly FileReport[];
}

interface FileReport {
  /** The file's whole path. */
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    /** Of every try: vitest has no count of tries in this report, but keeps what the first one threw when the second passes. */
    readonly failureMessages: readonly string[];
  }[];
}

/**
 * `npm test`: every test; those of the running product in browsers come last, with the machine to themselves. The last line is
 * `N passed, N failed`, and the exit code is 0 only if every part ran and nothing failed. Before it stand the tests that passed only at a
 * second try, with what the first one failed of: each of them is a fault, here or in the product, that has not been found yet.
 */
async function main(): Promise<void> {
  const parts = [await attempt("The build", async () => void (await build()))];
  // First of all: what stands in for the cloud is tried with real browsers too.
  const browser = await attempt("Finding a browser", () => void findOrInstallChromium());
  parts.push(browser, runVitest(["rules", "workerd", "local"]));
  if (browser.failed === 0) parts.push(runVitest(["browser"]));
  const passed = parts.reduce((sum, part) => sum + part.passed, 0);
  const failed = parts.reduce((sum, part) => sum + part.failed, 0);
  const secondTries = parts.flatMap((part) => part.secondTries ?? []);
  if (secondTries.length > 0) console.log(`\nPassed only at the second try:\n${secondTries.join("\n")}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** Counts nothing when it works, and one failure, said aloud, when it does not. */
async function attempt(name: string, work: () => void | Promise<void>): Promise<Counts> {
  try {
    await work();
    return { passed: 0, failed: 0 };
  } catch (error) {
    console.error(`${name} failed:`, error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

function runVitest(projects: readonly string[]): Counts {
  const folder = mkdtempSync(join(tmpdir(), "parlour-tests-"));
  const file = join(folder, "report.json");
  const cli = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const args = ["run", ...projects.flatMap((name) => ["--project", name]), "--reporter=default", "--reporter=json"];
  const { status } = spawnSync(process.execPath, [cli, ...args, `--outputFile.json=${file}`], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const counts = readCounts(file);
  rmSync(folder, { recursive: true, force: true });
  // A part that failed as a whole, or in which nothing ran, counts as one failure.
  const ranWell = status === 0 && counts.passed > 0;
  return ranWell || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function readCounts(file: string): Counts {
  try {
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const broken = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.every((one) => one.status !== "failed"),
    );
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      secondTries: report.testResults.flatMap(secondTriesIn),
    };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

function secondTriesIn({ name, assertionResults }: FileReport): string[] {
  return assertionResults.flatMap(({ fullName, status, failureMessages: [first] }) =>
    status === "passed" && first ? [`  ${relative(ROOT, name)}: ${fullName}\n    ${first.split("\n", 1)[0]}`] : [],
  );
}

await main();
