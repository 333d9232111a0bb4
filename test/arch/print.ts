import { dirname } from "node:path";
import { acrossFeatures, FLOORS, floorOf, upwardImports } from "./floors.ts";
import { circlesOf, folderGraph, type Import, mutualPairs, readImports } from "./graph.ts";

/** Prints the floors of the house, the top one first, and what is wrong with the arrows between them. */
const imports = readImports();
const graph = folderGraph(imports);
const folders = new Set(graph.keys());

for (const [above, names] of [...FLOORS].reverse().entries()) {
  const floor = FLOORS.length - 1 - above;
  const files = new Set(imports.filter(({ from }) => floorOf(dirname(from)) === floor).map(({ from }) => from));
  console.log(`${String(floor).padStart(2)}  ${names.join(", ")} (${files.size} files)`);
}

const arrow = ({ from, to }: Import) => `${from} → ${to}`;
const found = {
  circles: circlesOf(graph).map((group) => group.join(", ")),
  "mutual pairs": mutualPairs(graph).map((pair) => pair.join(" ↔ ")),
  "upward imports": upwardImports(imports, folders).map(arrow),
  "imports between features": acrossFeatures(imports).map(arrow),
};
for (const [what, all] of Object.entries(found)) for (const one of all) console.log(`${what}: ${one}`);
console.log(
  Object.entries(found)
    .map(([what, all]) => `${all.length} ${what}`)
    .join(", "),
);
if (Object.values(found).some((all) => all.length > 0)) process.exitCode = 1;
