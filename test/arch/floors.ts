import { dirname } from "node:path";
import type { Import } from "./graph.ts";

/** The house from the ground up: a folder may import from its own floor and from those below. A folder stands for all that is in it. */
export const FLOORS: readonly (readonly string[])[] = [
  ["durable-objects", "web/words"],
  ["worker/db", "worker/ports"],
  ["worker/rules"],
  ["worker/queries"],
  ["worker/changes"],
  ["web/ui"],
  ["web/pages"],
  ["web/islands"],
  ["worker/views"],
  ["worker/mail"],
  ["worker/http"],
  ["worker/features"],
  ["worker/after-commit"],
  ["worker"],
  ["worker/dev"],
  ["local"],
];

/** Which floor a folder is on, counted from the ground; the longest name that fits decides. Throws where the house has no such folder. */
export function floorOf(folder: string): number {
  const fitting = FLOORS.flatMap((names, floor) => names.map((name) => ({ name, floor }))).filter(
    ({ name }) => folder === name || folder.startsWith(`${name}/`),
  );
  const [nearest] = fitting.sort((one, other) => other.name.length - one.name.length);
  if (!nearest) throw new Error(`${folder} is on no floor: give it one in test/arch/floors.ts`);
  return nearest.floor;
}

/** What is imported from a floor above. */
export function upwardImports(imports: readonly Import[], folders: ReadonlySet<string>): Import[] {
  return imports.filter(({ from, to }) => folders.has(dirname(to)) && floorOf(dirname(to)) > floorOf(dirname(from)));
}

/** One feature that imports another: what two need lies below them. */
export function acrossFeatures(imports: readonly Import[]): Import[] {
  const featureOf = (path: string) => /^worker\/features\/([^/]+)\//.exec(path)?.[1];
  return imports.filter(({ from, to }) => {
    const [here, there] = [featureOf(from), featureOf(to)];
    return here !== undefined && there !== undefined && here !== there;
  });
}
