import { Notice } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";

/** A wanted appointment that is not in a proposal, and why. */
export type MissedView = {
  /** Its section on the page of Manual. */
  anchor: string;
  /** "Mrs Abell and Mr Davies (Science, Sophie Aaron) have no time left in this evening." */
  words: string;
  /** Whether its waitlist can be joined there, or they wait in it already. */
  waitlist: "may-join" | "in-line" | null;
};

type NotFittedProps = { title: string; missed: MissedView[]; evening: string; role?: "alert" };

/** What could not be fitted, each with why and what can be done about it. */
export function NotFitted({ title, missed, evening, role }: NotFittedProps) {
  const t = useWords();
  return (
    <Notice kind="warn" {...(role && { role })}>
      <p>
        <strong>{title}</strong>
      </p>
      <ul class="stack-s">
        {missed.map(({ anchor, words, waitlist }) => (
          <li key={anchor}>
            {words} {waitlist === "in-line" && `${t("book.notFitted.waiting.status")} `}
            <a href={`/evenings/${evening}/book/manual#${anchor}`}>
              {waitlist === "may-join" ? t("book.waitlist.join.label") : t("book.notFitted.allTimes.link")}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
