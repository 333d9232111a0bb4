import type { CallExpression, ConditionalExpression, Expression, Node } from "@babel/types";
import type { Edit } from "./edits.ts";
import { sqlFaults } from "./sql-faults.ts";
import { isLog } from "./walk.ts";

export type Fault = { operator: string; edits: readonly Edit[] };
type Operator = (node: Node, parents: readonly Node[], text: string) => Fault[];

const COMPARED: Readonly<Record<string, string>> = {
  ...{ "===": "!==", "!==": "===", "==": "!=", "!=": "==" },
  ...{ "<": "<=", "<=": "<", ">": ">=", ">=": ">" },
};
const ADDED: Readonly<Record<string, string>> = { "+": "-", "-": "+" };
const JOINED: Readonly<Record<string, string>> = { "&&": "||", "||": "&&" };
/** Drizzle's words for SQL's. */
const QUERIED: Readonly<Record<string, string>> = {
  ...{ eq: "ne", ne: "eq", and: "or", or: "and", lt: "lte", lte: "lt", gt: "gte", gte: "gt" },
};
/** Above it numbers are sizes and durations: nobody could notice one more, so they are doubled. */
const LARGEST_COUNT = 999;

const OPERATORS: readonly Operator[] = [
  negateCondition,
  swapJoined,
  swapCompared,
  swapAdded,
  removeCall,
  turnAnswer,
  dropBranch,
  raiseNumber,
  removeFilter,
  swapQueried,
  sqlFaults,
];

/** The faults that can be made at this node. */
export function faultsAt(node: Node, parents: readonly Node[], text: string): Fault[] {
  return OPERATORS.flatMap((operator) => operator(node, parents, text));
}

/** An equality is left to `swapCompared`, which makes the same of it. */
function negateCondition(node: Node, _: readonly Node[], text: string): Fault[] {
  if (!("test" in node) || !node.test || node.type === "SwitchCase") return [];
  const test = node.test;
  if (test.type === "BinaryExpression" && /^[!=]==?$/.test(test.operator)) return [];
  const negated =
    test.type === "UnaryExpression" && test.operator === "!"
      ? sourceOf(test.argument, text)
      : `!${sourceOf(test, text)}`;
  return [{ operator: "negate a condition", edits: [replace(test, negated)] }];
}

function swapJoined(node: Node, _: readonly Node[], text: string): Fault[] {
  return node.type === "LogicalExpression" ? swapWord("swap && and ||", node, JOINED, text) : [];
}

function swapCompared(node: Node, _: readonly Node[], text: string): Fault[] {
  return node.type === "BinaryExpression" ? swapWord("swap a comparison", node, COMPARED, text) : [];
}

/** A text that is put together is for people, or no text any more. */
function swapAdded(node: Node, _: readonly Node[], text: string): Fault[] {
  if (node.type !== "BinaryExpression" || isText(node)) return [];
  return swapWord("swap + and -", node, ADDED, text);
}

function isText(node: Node): boolean {
  if (node.type === "BinaryExpression" && node.operator === "+") return isText(node.left) || isText(node.right);
  return node.type === "StringLiteral" || node.type === "TemplateLiteral";
}

type Between = { operator: string; left: Node; right: Expression };

function swapWord(operator: string, node: Between, words: Readonly<Record<string, string>>, text: string): Fault[] {
  const word = words[node.operator];
  if (!word) return [];
  const start = text.indexOf(node.operator, endOf(node.left));
  return [{ operator, edits: [{ start, end: start + node.operator.length, text: word }] }];
}

function removeCall(node: Node): Fault[] {
  if (node.type !== "ExpressionStatement") return [];
  let called = node.expression;
  if (called.type === "UnaryExpression" && called.operator === "void") called = called.argument;
  if (called.type === "AwaitExpression") called = called.argument;
  if (called.type !== "CallExpression" && called.type !== "OptionalCallExpression") return [];
  if (called.callee.type === "Super" || isLog(called.callee)) return [];
  return [{ operator: "remove a call", edits: [replace(node, ";")] }];
}

function turnAnswer(node: Node, [parent]: readonly Node[]): Fault[] {
  if (node.type !== "BooleanLiteral") return [];
  const isAnswer = parent?.type === "ReturnStatement" || parent?.type === "ArrowFunctionExpression";
  return isAnswer ? [{ operator: "turn a returned boolean", edits: [replace(node, String(!node.value))] }] : [];
}

function dropBranch(node: Node, _: readonly Node[], text: string): Fault[] {
  if (node.type !== "ConditionalExpression") return [];
  const only = (branch: keyof ConditionalExpression & ("consequent" | "alternate")): Fault => ({
    operator: "drop a branch",
    edits: [replace(node, sourceOf(node[branch], text))],
  });
  return [only("consequent"), only("alternate")];
}

function raiseNumber(node: Node, [parent]: readonly Node[]): Fault[] {
  if (node.type !== "NumericLiteral") return [];
  const isKey = parent?.type === "ObjectProperty" && parent.key === node && !parent.computed;
  // Below zero one is as good as the other where there is one: an end's place, a tab index.
  if (isKey || parent?.type === "UnaryExpression") return [];
  const raised = node.value > LARGEST_COUNT ? node.value * 2 : node.value + 1;
  return [{ operator: "raise a number", edits: [replace(node, String(raised))] }];
}

function removeFilter(node: Node, _: readonly Node[], text: string): Fault[] {
  if (node.type !== "CallExpression" && node.type !== "OptionalCallExpression") return [];
  const { callee } = node;
  if (callee.type !== "MemberExpression" && callee.type !== "OptionalMemberExpression") return [];
  if (callee.property.type !== "Identifier" || callee.property.name !== "filter") return [];
  const dot = text.lastIndexOf(".", startOf(callee.property));
  const start = text[dot - 1] === "?" ? dot - 1 : dot;
  return [{ operator: "remove a filter", edits: [{ start, end: endOf(node), text: "" }] }];
}

/** The other word is imported at the end of the file, so that no line moves. */
function swapQueried(node: Node, _: readonly Node[], text: string): Fault[] {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return [];
  const { name } = node.callee;
  const other = QUERIED[name];
  if (!other || !new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "drizzle-orm"`).test(text)) return [];
  if (/^(and|or)$/.test(name) && isAlone(node)) return [];
  const imported = {
    start: text.length,
    end: text.length,
    text: `import { ${other} as ${other}_ } from "drizzle-orm";\n`,
  };
  return [{ operator: "swap a word of a query", edits: [replace(node.callee, `${other}_`), imported] }];
}

function isAlone({ arguments: given }: CallExpression): boolean {
  return given.length === 1 && given[0]?.type !== "SpreadElement";
}

function sourceOf(node: Node, text: string): string {
  const source = text.slice(startOf(node), endOf(node));
  return /^[\w.]+$/.test(source) ? source : `(${source})`;
}

const replace = (node: Node, text: string): Edit => ({ start: startOf(node), end: endOf(node), text });
const startOf = (node: Node): number => node.start ?? 0;
const endOf = (node: Node): number => node.end ?? 0;
