import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { type BuildOptions, build as bundle } from "esbuild";
import { ROOT } from "./settings.ts";

const ASSETS = join(ROOT, "dist/assets");

/**
 * Names that carry a hash never change their content, so browsers may keep them for ever; the rest are asked about each time
 * and answered 304.
 */
const HEADERS = `/static/*
  X-Content-Type-Options: nosniff
  Cache-Control: no-cache
/static/chunk-*
  ! Cache-Control
  Cache-Control: public, max-age=31536000, immutable
`;

const COMMON = {
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

/** Writes what a browser fetches, `dist/assets/`: islands, styles, static files and their headers. Returns the names under `/static/`. */
export async function build(): Promise<string[]> {
  const files = new Map([
    ...(await bundleIslands()),
    ...(await readFolder("web/styles", [".css"])),
    ...(await readFolder("web/static")),
  ]);
  for (const [name, content] of files) await writeChanged(join(ASSETS, "static", name), content);
  await writeChanged(join(ASSETS, "_headers"), Buffer.from(HEADERS));
  await removeOthers(join(ASSETS, "static"), files);
  return [...files.keys()].sort();
}

/** Bundles the Worker's entry for workerd and returns the bundle's path. A deployment is bundled by wrangler, from the same entry. */
export async function buildWorker(entry: string): Promise<string> {
  const path = join(ROOT, "dist/worker/index.js");
  const result = await bundle({
    ...COMMON,
    minify: false,
    entryPoints: [entry],
    outfile: path,
    target: "es2024",
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    sourcemap: true,
  });
  for (const file of result.outputFiles) await writeChanged(file.path, file.contents);
  return path;
}

/**
 * The page of the calls gets its script in one piece: split, what it shares with the small islands would come in five more requests, and
 * compress worse. The small ones share their pieces, which a browser then has already.
 */
async function bundleIslands(): Promise<[string, Uint8Array][]> {
  const islands = (await list("web/islands")).filter((name) => extname(name) === ".tsx");
  const [whole, shared] = await Promise.all([
    bundleScripts(["call.tsx"], false),
    bundleScripts(
      islands.filter((name) => name !== "call.tsx"),
      true,
    ),
  ]);
  return [...whole, ...shared];
}

async function bundleScripts(names: readonly string[], splitting: boolean): Promise<[string, Uint8Array][]> {
  const result = await bundle({
    ...COMMON,
    entryPoints: names.map((name) => join("web/islands", name)),
    outdir: join(ASSETS, "static"),
    entryNames: "[name]",
    chunkNames: "chunk-[hash]",
    splitting,
  });
  return result.outputFiles.map((file) => [basename(file.path), file.contents]);
}

async function readFolder(folder: string, endings?: string[]): Promise<[string, Uint8Array][]> {
  const names = (await list(folder)).filter((name) => !endings || endings.includes(extname(name)));
  return Promise.all(
    names.map(async (name): Promise<[string, Uint8Array]> => [name, await readFile(join(ROOT, folder, name))]),
  );
}

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map((entry) => entry.name);
}

/** A file that would not change is left alone: another run may be serving it at this moment. */
async function writeChanged(path: string, content: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(content)) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function removeOthers(folder: string, keep: ReadonlyMap<string, unknown>): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  await Promise.all(
    present.filter((name) => !keep.has(name)).map((name) => rm(join(folder, name), { recursive: true })),
  );
}

if (import.meta.main) {
  const names = await build();
  console.log(`Built ${names.length} files into dist/assets/static: ${names.join(", ")}`);
}
