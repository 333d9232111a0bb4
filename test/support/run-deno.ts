import { spawnSync } from "node:child_process";
import { ROOT } from "../../local/settings.ts";
import type { Counts } from "./run-vitest.ts";

/** Without a network npm would ask again for minutes. */
const FETCH_ONCE = { npm_config_fetch_retries: "0", npm_config_fetch_timeout: "60000" };

/**
 * `npm run test:deno` as a part of `npm test`. npm fetches Deno when it is asked for, which needs its registry: where that fails the test is left
 * out, and that is said. A Deno that is there and fails counts as a failure.
 */
export function runDeno(): Counts {
  if (npmRun("deno", "--version").status !== 0) {
    console.log("\nDeno could not be fetched, so its test was left out. With a network, npm run test:deno runs it.");
    return { passed: 0, failed: 0 };
  }
  const { status, output } = npmRun("test:deno");
  console.log(`\n${output}`);
  const passed = Number(/(\d+) passed/.exec(output)?.[1] ?? 0);
  return { passed, failed: status === 0 && passed > 0 ? 0 : 1 };
}

function npmRun(script: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", script, "--", ...args], {
    cwd: ROOT,
    env: { ...process.env, ...FETCH_ONCE, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}
