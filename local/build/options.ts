import type { BuildOptions } from "esbuild";
import { ROOT } from "../settings.ts";

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
