import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Words } from "./words.ts";

/** The words of whoever reads: around every page, and around every island. */
export const WordsContext = createContext<Words | null>(null);

/** Messages for a component. Throws where nothing around it gave any. */
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error("No words around this component");
  return words;
}
