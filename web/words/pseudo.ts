import type { CompiledMessage } from "icu-minify/format";

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "áƀçďéƒǧĥíĵķľɱńóƥɋřšťúṽẃẋýžÁƁÇĎÉƑǦĤÍĴĶĽṀŃÓƤɊŘŠŤÚṼẂẊÝŽ";
const accents = new Map([...PLAIN].map((letter, at) => [letter, [...ACCENTED][at] ?? letter]));

/** Right-to-left override and its end, between right-to-left marks so that what stands beside is drawn towards the left as well. */
const [MARK, OVERRIDE, END] = ["\u200f", "\u202e", "\u202c"];

/**
 * A message that no translator wrote: `longer` doubles vowels (about a third more), puts accents on every letter and brackets around the
 * whole, so that words outside the catalogue, sentences in pieces and cut-off ends show; `mirrored` makes English run from right to left.
 * Values stay as they are.
 */
export function disguise(message: CompiledMessage, how: "longer" | "mirrored"): CompiledMessage {
  const change = how === "longer" ? lengthen : mirror;
  if (typeof message === "string") return how === "longer" ? `[${change(message)}]` : change(message);
  const nodes = message.map((node) => inNode(node, change));
  return (how === "longer" ? ["[", ...nodes, "]"] : nodes) as CompiledMessage;
}

/** Compiled: text, `[name]`, `[name, kind, options]` with a number for the kind, or `[tag, ...what it encloses]`. */
function inNode(node: unknown, change: (text: string) => string): unknown {
  if (typeof node === "string") return change(node);
  if (!Array.isArray(node) || node.length === 1) return node;
  const [name, second, ...rest] = node;
  if (typeof second !== "number" || (second === 0 && rest.length === 0))
    return [name, ...[second, ...rest].map((child) => inNode(child, change))];
  return [name, second, ...rest.map((options) => inOptions(options, change))];
}

function inOptions(options: unknown, change: (text: string) => string): unknown {
  if (typeof options !== "object" || options === null) return options;
  const inBranch = (branch: unknown) =>
    Array.isArray(branch) ? branch.map((node) => inNode(node, change)) : inNode(branch, change);
  return Object.fromEntries(Object.entries(options).map(([name, branch]) => [name, inBranch(branch)]));
}

function lengthen(text: string): string {
  return text.replaceAll(/[aeiou]/g, "$&$&").replaceAll(/[A-Za-z]/g, (letter) => accents.get(letter) ?? letter);
}

function mirror(text: string): string {
  return text.replaceAll(/[A-Za-z][A-Za-z’' ,;-]*[A-Za-z]|[A-Za-z]/g, (run) => `${MARK}${OVERRIDE}${run}${END}${MARK}`);
}
