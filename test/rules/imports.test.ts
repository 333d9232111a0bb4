import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { acrossFeatures, floorOf, upwardImports } from "../arch/floors.ts";
import { circlesOf, folderGraph, type Import, mutualPairs, readImports } from "../arch/graph.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const imports: Import[] = readImports();

const broken = (rule: (one: Import) => boolean) => imports.filter(rule).map(({ from, to }) => `${from} → ${to}`);
const inside = (path: string, folder: string) => path.startsWith(`${folder}/`);

test("the test sees the imports it judges", () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.some(({ to }) => to === "durable-objects/protocol.ts")).toBe(true);
});

const graph = folderGraph(imports);
const arrows = (all: Import[]) => all.map(({ from, to }) => `${from} → ${to}`);

test("arrows point down: no folder imports from a floor above, none from itself in a circle, and no two from each other", () => {
  expect(arrows(upwardImports(imports, new Set(graph.keys())))).toEqual([]);
  expect(circlesOf(graph)).toEqual([]);
  expect(mutualPairs(graph)).toEqual([]);
});

test("no feature imports another", () => {
  expect(arrows(acrossFeatures(imports))).toEqual([]);
});

test("an arrow up, a circle and a pair are seen where there is one", () => {
  const up = [{ from: "worker/rules/a.ts", to: "worker/features/bookings/b.ts", typeOnly: true }];
  const round = [...up, { from: "worker/features/bookings/b.ts", to: "worker/rules/a.ts", typeOnly: false }];
  expect(upwardImports(up, new Set(["worker/features/bookings", "worker/rules"]))).toEqual(up);
  expect(circlesOf(folderGraph(round))).toEqual([["worker/features/bookings", "worker/rules"]]);
  expect(mutualPairs(folderGraph(round))).toEqual([["worker/features/bookings", "worker/rules"]]);
  const across = [{ from: "worker/features/rooms/a.ts", to: "worker/features/invites/b.ts", typeOnly: false }];
  expect(acrossFeatures(across)).toEqual(across);
  expect(() => floorOf("cellar")).toThrow("on no floor");
  expect([...new Set([...graph.keys()].map(dirname))].length).toBeGreaterThan(5);
});

test("only changes write to the record, and only what may is handed over to them", () => {
  // A statement that writes begins with one of these on a database; what a feature does to a Map or a Set it does not.
  const WRITES = /\b(?:db|deps\.db|scope\.db|tx)\s*\.(?:insert|update|delete|run)\(/;
  const may = /^worker\/(changes|db|dev)\/|^worker\/mail\/outbox\.ts$|^worker\/http\/rate-limit\.ts$/;
  const files = [...new Set(imports.map(({ from }) => from))].filter(
    (file) => file.startsWith("worker/") && !may.test(file),
  );
  expect(files.filter((file) => WRITES.test(readFileSync(join(ROOT, file), "utf8")))).toEqual([]);
  expect(WRITES.test("await deps.db\n    .update(outbox)")).toBe(true);
});

test("features and mails reach the database by their scope; those that make one, or ask across schools, are named", () => {
  // As a member of `deps`, and as a name that is taken out of it.
  const PAST_SCOPE = /\bdeps\s*\.\s*db\b|\{[^{}]*\bdb\b[^{}]*\}\s*=\s*[\w.]*\bdeps\b|\bdeps\s*:\s*\{[^{}]*\bdb\b/;
  const may = [
    "worker/features/bookings/live-routes.ts",
    "worker/features/mail-reports/webhook-routes.ts",
    "worker/features/operators/operator-session.ts",
    "worker/features/operators/sign-in-routes.tsx",
    "worker/features/schools/apex-routes.tsx",
    "worker/features/schools/open-id-callback.ts",
    "worker/mail/compose-mail.ts",
    "worker/mail/enqueue-reminders.ts",
    "worker/mail/send-due-mail.ts",
  ];
  const files = [...new Set(imports.map(({ from }) => from))].filter((file) => /^worker\/(features|mail)\//.test(file));
  const past = files.filter((file) => PAST_SCOPE.test(readFileSync(join(ROOT, file), "utf8")));
  expect(past.filter((file) => !may.includes(file))).toEqual([]);
  expect(may.filter((file) => !past.includes(file))).toEqual([]);
  const seen = [
    "c.var.deps.db.batch([",
    "const { db, settings } = deps;",
    "const {\n  db,\n} = c.var.deps;",
    "({ deps: { db } })",
  ];
  expect(seen.filter((text) => !PAST_SCOPE.test(text))).toEqual([]);
  expect(PAST_SCOPE.test("const { db, schoolId } = scopeOf(c);")).toBe(false);
});

test("the room never imports the Worker, the pages or anything local", () => {
  expect(broken(({ from, to }) => inside(from, "durable-objects") && /^(worker|web|local)\//.test(to))).toEqual([]);
});

test("the room's core imports nothing but its own parts and the protocol", () => {
  const core = /^durable-objects\/room(-[a-z-]+)?\.ts$/;
  expect(
    broken(
      ({ from, to, typeOnly }) =>
        core.test(from) && !core.test(to) && !typeOnly && !/^durable-objects\/(protocol|assert-never)\.ts$/.test(to),
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
      (inside(to, "durable-objects") && !/^durable-objects\/((board-)?protocol|assert-never)\.ts$/.test(to)));
  expect(broken(fromElsewhere)).toEqual([]);
});

test("in the Worker only routes, the HTTP layer and the mails render; anyone may format a time", () => {
  const renders = /(routes\.tsx?|^worker\/app\.tsx|^worker\/(http|mail|views)\/.*)$/;
  const wrong = ({ from, to, typeOnly }: Import) =>
    inside(from, "worker") && inside(to, "web") && !typeOnly && to !== "web/words/format.ts" && !renders.test(from);
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
