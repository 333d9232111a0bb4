import type { Node, TemplateLiteral } from "@babel/types";
import type { Fault } from "./operators.ts";

const OTHERS: Readonly<Record<string, string>> = {
  ...{ "=": "<>", "<>": "=", "<": "<=", "<=": "<", ">": ">=", ">=": ">" },
  ...{ AND: "OR", OR: "AND" },
};
const WORDS = /'[^']*'|->>?|<>|<=|>=|[=<>]|\b[A-Z]+\b/g;
/** What decides how an `=` or an `AND` after it is meant. */
const CLAUSES = new Set(["SET", "WHERE", "ON", "WHEN", "HAVING", "SELECT", "BETWEEN", "INSERT", "AND", "OR"]);

/** What can be wrong in a query's own text: an equality, a bound, AND for OR. Assignments, BETWEEN's AND and INSERT's OR stay. */
export function sqlFaults(node: Node): Fault[] {
  if (node.type !== "TaggedTemplateExpression" || node.tag.type !== "Identifier" || node.tag.name !== "sql") return [];
  const faults: Fault[] = [];
  let clause = "";
  for (const { word, at } of wordsOf(node.quasi)) {
    const other = OTHERS[word];
    if (other && !isAnotherUse(word, clause)) {
      faults.push({ operator: "swap a word of SQL", edits: [{ start: at, end: at + word.length, text: other }] });
    }
    if (CLAUSES.has(word)) clause = word;
  }
  return faults;
}

function isAnotherUse(word: string, clause: string): boolean {
  if (word === "=") return clause === "SET";
  return (word === "AND" && clause === "BETWEEN") || (word === "OR" && clause === "INSERT");
}

function wordsOf({ quasis }: TemplateLiteral) {
  return quasis.flatMap(({ value, start }) =>
    [...value.raw.matchAll(WORDS)].map(({ 0: word, index }) => ({ word, at: (start ?? 0) + index })),
  );
}
