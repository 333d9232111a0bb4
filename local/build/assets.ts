import { readdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { build as bundle } from "esbuild";
import { COMMON, ROOT } from "./options.ts";
import { removeFormer, writeChanged } from "./write.ts";

const ASSETS = join(ROOT, "dist/assets");

/** Every name carries a hash of its content, so nothing under it ever changes (docs/decisions/0114). */
const HEADERS = `/static/*
  X-Content-Type-Options: nosniff
  Cache-Control: public, max-age=31536000, immutable
`;

/** Names under `/static/`: `call.js`, as the pages' code has it, to `call-W2BQ6TZL.js`, as it is served. */
export type StaticNames = Readonly<Record<string, string>>;

type Built = { files: ReadonlyMap<string, Uint8Array>; names: StaticNames };

/** Writes what a browser fetches, `dist/assets/`: islands, style sheets, the icon, and their headers. */
export async function buildAssets(): Promise<StaticNames> {
  const parts = await Promise.all([bundleIslands(), bundleFolder("web/styles"), bundleFolder("web/static")]);
  const files = new Map(parts.flat().flatMap((part) => [...part.files]));
  for (const [name, content] of files) await writeChanged(join(ASSETS, "static", name), content);
  await writeChanged(join(ASSETS, "_headers"), Buffer.from(HEADERS));
  await removeFormer(join(ASSETS, "static"), files);
  const names = parts.flat().flatMap((part) => Object.entries(part.names));
  return Object.fromEntries(names.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * The page of the calls gets its script in one piece: split, what it shares with the small islands would come in five more requests, and
 * compress worse. The small ones share their pieces, which a browser then has already.
 */
async function bundleIslands(): Promise<Built[]> {
  const islands = (await list("web/islands")).filter((path) => extname(path) === ".tsx");
  const isWhole = (path: string) => path === "web/islands/call.tsx";
  return Promise.all([
    bundleFiles(islands.filter(isWhole), false),
    bundleFiles(
      islands.filter((path) => !isWhole(path)),
      true,
    ),
  ]);
}

async function bundleFolder(folder: string): Promise<Built> {
  return bundleFiles(await list(folder), false);
}

async function bundleFiles(entryPoints: string[], splitting: boolean): Promise<Built> {
  const { outputFiles, metafile } = await bundle({
    ...COMMON,
    ...{ entryPoints, splitting, metafile: true },
    outdir: join(ASSETS, "static"),
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    loader: { ".svg": "copy" },
  });
  const entries = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
    entryPoint === undefined ? [] : [[basename(entryPoint, extname(entryPoint)) + extname(path), basename(path)]],
  );
  return {
    files: new Map(outputFiles.map((file) => [basename(file.path), file.contents])),
    names: Object.fromEntries(entries) as StaticNames,
  };
}

/** The files of a folder, without those of its own folders; paths from the root. */
async function list(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ name }) => `${folder}/${name}`);
}
