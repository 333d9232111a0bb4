import type { SQL } from "drizzle-orm";
import type { Words } from "../../../web/words/words.ts";
import type { BookableClass, SlotFacts } from "./slot-facts.ts";
import type { Wish } from "./wish.ts";

/** An appointment in words. */
export type Whom = { teachers: string; subject: string; student: string };

/**
 * A rule of the evening about what one family may have, whoever is free: once in SQL, for the batch that books, and once for what a page has
 * loaded. Only what isn't booked yet can be refused by it, so a move never is.
 */
export type FamilyRule<Refused extends { kind: string }> = {
  name: Refused["kind"];
  /** Of a row of the wish, `w`. */
  broken(wish: Wish): SQL;
  /** Why no time of the class can be had, with what its words name; null where the rule allows it. */
  refuses(facts: SlotFacts, bookable: BookableClass): Refused | null;
  title(t: Words): string;
  words(t: Words, refused: Refused): string;
  /** What is said of an appointment that the automatic booking left out for it. */
  missed(t: Words, whom: Whom, evening: SlotFacts["evening"]): string;
};
