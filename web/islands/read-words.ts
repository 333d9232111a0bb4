import type { PackedWords } from "../words/catalogue.ts";
import { type Area, makeWords, type Words } from "../words/words.ts";
import { readProps } from "./read-props.ts";

/** The words that the page carries for its scripts, in the page's language. Throws on a page that carries none. */
export function readWords<A extends Area>(): Words<A> {
  const packed = readProps<PackedWords>("words");
  if (!packed) throw new Error("The page carries no words");
  return makeWords(packed.locale, (key) => packed.messages[key] ?? key);
}
