import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

/** The repository's root folder. Stated here as well as in local/settings.ts, which lies above: nothing of the build imports from there. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What the scripts for browsers and the Worker have in common. */
export const COMMON = {
  bundle: true,
  write: false,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { "process.env.NODE_ENV": '"production"' },
  absWorkingDir: ROOT,
  logLevel: "warning",
} as const satisfies BuildOptions;
