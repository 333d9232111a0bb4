import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../../local/settings.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { status: string }[];
  }[];
}

/** Runs all tests of these projects of `vitest.config.ts`, and shows what vitest prints. A part that did not run counts as one failure. */
export function runVitest(projects: readonly string[]): Counts {
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
  const ranWell = status === 0 && counts.passed > 0;
  return ranWell || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function readCounts(file: string): Counts {
  try {
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const broken = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.every((one) => one.status !== "failed"),
    );
    return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
