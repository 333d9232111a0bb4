import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import type { StaticNames } from "./assets.ts";
import { COMMON, ROOT } from "./options.ts";
import { writeChanged } from "./write.ts";

/** `main` of `[env.production]` in wrangler.toml, in a folder of its own. */
const PRODUCTION = join(ROOT, "dist/production/index.js");
const LOCAL = join(ROOT, "dist/worker/index.js");

/** Bundles what a deployment uploads, from `worker/index.ts`. wrangler takes the file as it is, with its source map. */
export async function buildProduction(names: StaticNames): Promise<{ path: string; bytes: number; gzipped: number }> {
  const content = await bundleWorker("worker/index.ts", PRODUCTION, names, true);
  return { path: PRODUCTION, bytes: content.byteLength, gzipped: gzipSync(content).byteLength };
}

/** Bundles the local run's entry for workerd, readable in a stack trace, and returns the bundle's path. */
export async function buildLocal(entry: string, names: StaticNames): Promise<string> {
  await bundleWorker(entry, LOCAL, names, false);
  return LOCAL;
}

async function bundleWorker(entry: string, outfile: string, names: StaticNames, minify: boolean): Promise<Uint8Array> {
  const { outputFiles } = await bundle({
    ...COMMON,
    ...{ entryPoints: [entry], outfile, minify },
    // The log names the class of an error, and the function that threw it.
    keepNames: minify,
    target: "es2024",
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    define: { ...COMMON.define, STATIC_NAMES: JSON.stringify(names) },
    sourcemap: true,
  });
  for (const file of outputFiles) await writeChanged(file.path, file.contents);
  return outputFiles.find(({ path }) => path === outfile)?.contents ?? new Uint8Array();
}
