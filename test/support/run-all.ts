import { buildAssets } from "../../local/build/assets.ts";
import { findOrInstallChromium } from "./browser.ts";
import { runDeno } from "./run-deno.ts";
import { type Counts, runVitest } from "./run-vitest.ts";

/**
 * `npm test`: every test, once. The last line is `N passed, N failed`, before it stands the time of each part; the exit code is 0 only if
 * every part ran and nothing failed.
 */
async function main(): Promise<void> {
  const times: string[] = [];
  const timed = async (name: string, part: () => Counts | Promise<Counts>): Promise<Counts> => {
    const began = performance.now();
    const counts = await part();
    times.push(`${name}: ${Math.round((performance.now() - began) / 1000)} s`);
    return counts;
  };
  const ready = await timed("build and browser", prepare);
  const parts = [
    ready,
    await timed("rules", () => runVitest(["rules"])),
    await timed("workerd and local, side by side", () => runVitest(["workerd", "local"])),
    await timed("Deno", runDeno),
  ];
  if (ready.failed === 0) parts.push(await timed("browser", () => runVitest(["browser"])));
  const sum = (kind: keyof Counts) => parts.reduce((total, part) => total + part[kind], 0);
  console.log(`\n${times.join("\n")}\n\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
}

/** What stands in for the cloud is tried with real browsers too, so one is found before all tests. Counts a failure for what does not work. */
async function prepare(): Promise<Counts> {
  let failed = 0;
  for (const work of [buildAssets, async () => findOrInstallChromium()]) {
    await work().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      failed += 1;
    });
  }
  return { passed: 0, failed };
}

await main();
