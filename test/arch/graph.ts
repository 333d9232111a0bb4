import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PARTS = ["worker", "durable-objects", "web", "local"];

export type Import = { from: string; to: string; typeOnly: boolean };

/** Every import and re-export of the product's own files, types included; `to` is a path from the root, or a package's name. */
export function readImports(root = ROOT): Import[] {
  return PARTS.flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) => importsOf(root, join(part, name))),
  );
}

function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\("(\.[^"]+)"\)/gm,
  );
  return [...found].map(([, typeOnly, named, called]) => {
    const to = named ?? called ?? "";
    return {
      from: file,
      to: to.startsWith(".") ? relative(root, join(root, dirname(file), to)) : to,
      typeOnly: typeOnly !== undefined,
    };
  });
}

/** The folders and, of each, those that its files import from: itself left out. */
export function folderGraph(imports: readonly Import[]): Map<string, Set<string>> {
  const files = new Set(imports.map(({ from }) => dirname(from)));
  const graph = new Map([...files].map((folder) => [folder, new Set<string>()]));
  for (const { from, to } of imports) {
    const [here, there] = [dirname(from), dirname(to)];
    if (here !== there && graph.has(there)) graph.get(here)?.add(there);
  }
  return graph;
}

/** The folders that can be reached from each other, in groups of two and more. */
export function circlesOf(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reach = new Map([...graph.keys()].map((folder) => [folder, reachableFrom(graph, folder)]));
  const circles = new Map<string, string[]>();
  for (const folder of graph.keys()) {
    const group = [...graph.keys()].filter((other) => reach.get(folder)?.has(other) && reach.get(other)?.has(folder));
    if (group.length > 0) circles.set(group.sort().join(" "), group);
  }
  return [...circles.values()];
}

function reachableFrom(graph: ReadonlyMap<string, ReadonlySet<string>>, start: string): Set<string> {
  const seen = new Set<string>();
  const open = [...(graph.get(start) ?? [])];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    open.push(...(graph.get(folder) ?? []));
  }
  return seen;
}

/** Pairs of folders that import each other. */
export function mutualPairs(graph: ReadonlyMap<string, ReadonlySet<string>>): [string, string][] {
  return [...graph].flatMap(([one, theirs]) =>
    [...theirs].flatMap((other): [string, string][] =>
      one < other && graph.get(other)?.has(one) ? [[one, other]] : [],
    ),
  );
}
