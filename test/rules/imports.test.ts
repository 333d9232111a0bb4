import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

type Import = { from: string; to: string; typeOnly: boolean };

/** Every import and re-export of the product's own folders; `to` is a path from the root, or a package's name. */
const imports: Import[] = ["worker", "durable-objects", "web", "local"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => importsOf(`${folder}/${name}`)),
);

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm);
  return [...found].map(([, typeOnly, to = ""]) => ({
    from: file,
    to: to.startsWith(".") ? relative(ROOT, join(ROOT, dirname(file), to)) : to,
    typeOnly: typeOnly !== undefined,
  }));
}

const broken = (rule: (one: Import) => boolean) => imports.filter(rule).map(({ from, to }) => `${from} → ${to}`);
const inside = (path: string, folder: string) => path.startsWith(`${folder}/`);

test("the test sees the imports it judges", () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.some(({ to }) => to === "durable-objects/protocol.ts")).toBe(true);
});

test("the room never imports the Worker, the pages or anything local", () => {
  expect(broken(({ from, to }) => inside(from, "durable-objects") && /^(worker|web|local)\//.test(to))).toEqual([]);
});

test("the room's core imports nothing but its own parts and the protocol", () => {
  const core = /^durable-objects\/room(-[a-z-]+)?\.ts$/;
  expect(
    broken(
      ({ from, to, typeOnly }) =>
        core.test(from) && !core.test(to) && !typeOnly && to !== "durable-objects/protocol.ts",
    ),
  ).toEqual([]);
});

test("what a local run adds is imported by its own entry alone", () => {
  expect(broken(({ from, to }) => !inside(from, "worker/dev") && inside(to, "worker/dev"))).toEqual([]);
});

test("pages take types from the Worker and nothing else of it; of the objects, their protocols", () => {
  const fromElsewhere = ({ from, to, typeOnly }: Import) =>
    inside(from, "web") &&
    ((inside(to, "worker") && !typeOnly) ||
      (inside(to, "durable-objects") && !/^durable-objects\/(board-)?protocol\.ts$/.test(to)));
  expect(broken(fromElsewhere)).toEqual([]);
});

test("in the Worker only routes, the HTTP layer and the mails render; anyone may format a time", () => {
  const renders = /(routes\.tsx?|^worker\/app\.tsx|^worker\/(http|mail)\/.*)$/;
  const wrong = ({ from, to, typeOnly }: Import) =>
    inside(from, "worker") && inside(to, "web") && !typeOnly && to !== "web/ui/format.ts" && !renders.test(from);
  expect(broken(wrong)).toEqual([]);
});

test("nothing of the product imports what stands in for the cloud, and that speaks to the product over HTTP alone", () => {
  expect(broken(({ from, to }) => !inside(from, "local") && inside(to, "local"))).toEqual([]);
  expect(broken(({ from, to }) => inside(from, "local") && /^(worker|durable-objects|web)\//.test(to))).toEqual([]);
});

test("edge code uses no Node modules, and only the entry and the objects' shells know the platform's", () => {
  expect(broken(({ from, to }) => !inside(from, "local") && to.startsWith("node:"))).toEqual([]);
  const shells = ["worker/index.ts", "durable-objects/appointment-room.ts", "durable-objects/evening-board.ts"];
  expect(
    broken(({ from, to, typeOnly }) => to.startsWith("cloudflare:") && !typeOnly && !shells.includes(from)),
  ).toEqual([]);
});
