import { classSortKey, foldEmail, foldName } from "./fold.ts";

/** One word of a search, in each of the shapes in which the records keep what it may stand in. */
export type SearchWord = {
  /** Folded as names are; empty where nothing of it is left, which then finds no name. */
  name: string;
  email: string;
  /** The beginning of a class's sort key. */
  classKey: string;
  /** The beginning of the school's own id, and a registration group: without case. */
  id: string;
};

/** More would only be a longer statement. */
const MOST_WORDS = 3;

/** The words of what was typed into a search: each has to stand in what is found. */
export function searchWords(typed: string): SearchWord[] {
  const words = typed.trim().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  return words.map((word) => ({
    name: foldName(word),
    email: foldEmail(word),
    classKey: classSortKey({ code: word, name: "" }).trim(),
    id: word.toLowerCase(),
  }));
}
