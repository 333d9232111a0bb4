import { type Node, VISITOR_KEYS } from "@babel/types";

export type Visited = { node: Node; parents: readonly Node[] };

/** Nodes of TypeScript's own that hold values; the others are types, which no run can see. */
const WITH_VALUES = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSParameterProperty"]);
/** What says how a thing looks. */
const LOOKS = new Set(["class", "className", "style", "rows", "cols", "size", "width", "height"]);

/** Every node whose change a run could notice, parents before children; `parents` begins with the nearest. */
export function* everyNode(node: Node, parents: readonly Node[] = []): Generator<Visited> {
  if (isUnseen(node)) return;
  yield { node, parents };
  for (const key of VISITOR_KEYS[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key);
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* everyNode(child, [node, ...parents]);
    }
  }
}

function isUnseen(node: Node): boolean {
  if (node.type === "ImportDeclaration") return true;
  if (node.type === "JSXAttribute") return typeof node.name.name === "string" && LOOKS.has(node.name.name);
  if (node.type === "CallExpression") return isLog(node.callee);
  return node.type.startsWith("TS") && !WITH_VALUES.has(node.type);
}

/** Log lines are read by people alone. */
export function isLog(callee: Node): boolean {
  return callee.type === "MemberExpression" && callee.object.type === "Identifier" && callee.object.name === "console";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
