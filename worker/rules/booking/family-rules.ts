import type { Words } from "../../../web/words/words.ts";
import { shared } from "./class-once.ts";
import type { FamilyRule, Whom } from "./family-rule.ts";
import { limit } from "./most-per-student.ts";
import type { BookableClass, SlotFacts } from "./slot-facts.ts";

/** In the order in which a person is told. A new rule is a file of its own and its name here. */
export const FAMILY_RULES = [shared, limit] as const;

export type FamilyRefusal = NonNullable<ReturnType<(typeof FAMILY_RULES)[number]["refuses"]>>;
export type FamilyRefusalKind = FamilyRefusal["kind"];

/** Whether something is refused by a rule about what a family may have. */
export function isFamilyRefusal(refused: { kind: string }): refused is FamilyRefusal {
  return FAMILY_RULES.some(({ name }) => name === refused.kind);
}

/** A refusal in words. */
export function familyWords(refused: FamilyRefusal, t: Words): { title: string; words: string } {
  const rule = ruleOf(refused.kind);
  return { title: rule.title(t), words: rule.words(t, refused) };
}

/** What is said of an appointment that the automatic booking left out for a rule. */
export function missedWords(kind: FamilyRefusalKind, t: Words, whom: Whom, evening: SlotFacts["evening"]): string {
  return ruleOf(kind).missed(t, whom, evening);
}

function ruleOf(kind: FamilyRefusalKind): FamilyRule<FamilyRefusal> {
  const rules: readonly FamilyRule<FamilyRefusal>[] = FAMILY_RULES;
  const found = rules.find(({ name }) => name === kind);
  if (!found) throw new Error(`No rule is named ${kind}`);
  return found;
}

/** The first rule that keeps a bookable class from the family. */
export function familyRefusal(facts: SlotFacts, bookable: BookableClass): FamilyRefusal | null {
  for (const rule of FAMILY_RULES) {
    const refused = rule.refuses(facts, bookable);
    if (refused) return refused;
  }
  return null;
}
