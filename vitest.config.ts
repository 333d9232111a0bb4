import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

/** Files side by side. A small machine has two processors, and most tests of processes and of calls wait more than they compute. */
const WORKERS = { rules: 2, workerd: 3, local: 3, browser: 3 };

/** Vitest's own is a second. */
const PATIENT = { poll: { timeout: 20_000 } };

/**
 * Four kinds of tests: `rules` on plain Node, `workerd` on the real runtime, `local` for what stands in for the cloud, and `browser`
 * for the running product, in lanes side by side (test/support/browser/lanes.ts). The time-outs are a net against a test that hangs, not a
 * measure: machines are shared and slow. Nothing is tried twice (docs/decisions/0107).
 */
export default defineConfig(async () => ({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // What web/islands draws is no part of tsconfig.json, which would say so.
        oxc: { jsx: { importSource: "preact" } },
        test: {
          name: "rules",
          maxWorkers: WORKERS.rules,
          sequence: { groupOrder: 0 },
          include: ["test/rules/**/*.test.ts", "test/room/*.rules.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: "./test/support/worker/main.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              cf: false,
              bindings: { TEST_MIGRATIONS: await readD1Migrations(new URL("./migrations", import.meta.url).pathname) },
            },
          }),
        ],
        test: {
          name: "workerd",
          // A runtime for each file costs two seconds of CPU time; the setup empties the shared one before each file instead.
          isolate: false,
          maxWorkers: WORKERS.workerd,
          sequence: { groupOrder: 1 },
          include: ["test/worker/**/*.test.{ts,tsx}", "test/room/*.workerd.test.ts"],
          setupFiles: ["./test/support/worker/setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: PATIENT,
        },
      },
      {
        test: {
          name: "local",
          maxWorkers: WORKERS.local,
          sequence: { groupOrder: 1 },
          include: ["test/local/**/*.test.ts"],
          testTimeout: 60_000,
          expect: PATIENT,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: WORKERS.browser,
          sequence: { groupOrder: 2 },
          globalSetup: ["./test/support/browser/lanes.ts"],
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
}));
