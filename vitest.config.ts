import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Vitest's own is a second. */
const PATIENT = { poll: { timeout: 20_000 } };

/**
 * Four kinds of tests: `rules` on plain Node, `workerd` on the real runtime, `local` for what stands in for the cloud, and `browser`
 * for the running product, one file at a time, because a call with four people fills a small machine. The time-outs are a net against a
 * test that hangs, not a measure: machines are shared and slow. What drives workerd, whole processes and browsers is tried once more before
 * it counts as failed, for the same reason, and named for it (docs/decisions/0102).
 */
export default defineConfig(async () => ({
  test: {
    projects: [
      {
        test: {
          name: "rules",
          include: ["test/rules/**/*.test.ts", "test/room/*.rules.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              cf: false,
              bindings: { TEST_MIGRATIONS: await readD1Migrations(new URL("./migrations", import.meta.url).pathname) },
            },
          }),
        ],
        test: {
          name: "workerd",
          include: ["test/worker/**/*.test.{ts,tsx}", "test/room/*.workerd.test.ts"],
          setupFiles: ["./test/support/worker/setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: PATIENT,
          retry: 1,
        },
      },
      { test: { name: "local", include: ["test/local/**/*.test.ts"], testTimeout: 60_000, expect: PATIENT, retry: 1 } },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          expect: PATIENT,
          retry: 1,
        },
      },
    ],
  },
}));
