import { parse } from "@babel/parser";
import type { File } from "@babel/types";
import { applyEdits, type Edit } from "./edits.ts";
import { faultsAt } from "./operators.ts";
import { everyNode } from "./walk.ts";

/** One fault that can be put into one file: what to change, and how it reads. */
export type Point = {
  file: string;
  line: number;
  operator: string;
  /** The lines that change, as they are and as they would be, with white space made single. */
  before: string;
  after: string;
  edits: readonly Edit[];
};

/** Every fault that the operators can make in a file, in the order of the text. The answer hangs on the text alone. */
export function pointsOf(file: string, text: string): Point[] {
  const points = [...everyNode(parseSource(file, text).program)].flatMap(({ node, parents }) =>
    faultsAt(node, parents, text).map(({ operator, edits }): Point => {
      const { from, to } = linesAround(text, edits);
      return {
        file,
        line: text.slice(0, edits[0]?.start).split("\n").length,
        operator,
        before: oneLine(text.slice(from, to)),
        after: oneLine(applyEdits(text, edits, to).slice(from)),
        edits,
      };
    }),
  );
  return points.sort((one, other) => (one.edits[0]?.start ?? 0) - (other.edits[0]?.start ?? 0));
}

/** @throws SyntaxError where the text is none that could run. */
export function parseSource(file: string, text: string): File {
  return parse(text, { sourceType: "module", plugins: file.endsWith(".tsx") ? ["typescript", "jsx"] : ["typescript"] });
}

function linesAround(text: string, edits: readonly Edit[]) {
  const inText = edits.filter(({ start }) => start < text.length);
  const first = Math.min(...inText.map(({ start }) => start));
  const last = Math.max(...inText.map(({ end }) => end));
  const newLine = text.indexOf("\n", last);
  return { from: text.lastIndexOf("\n", first - 1) + 1, to: newLine < 0 ? text.length : newLine };
}

const oneLine = (text: string) => text.trim().replaceAll(/\s+/g, " ");
