import { useWords } from "../../words/use-words.ts";
import type { Timer } from "./timer-rules.ts";

export type TimerBarProps = {
  timer: Timer;
  /** What this call is: the page's heading. */
  title: string;
  /** Teachers' pages, whose panel has no place of its own on a small screen. */
  onNotes: (() => void) | undefined;
  onHelp: () => void;
};

/** The time left, in words first; the bar repeats them. Announced only at its turns, by the page's live region. */
export function TimerBar({ timer, title, onNotes, onHelp }: TimerBarProps) {
  const t = useWords();
  const { tone, words, hint, value, max } = timer;
  return (
    <header class={`timer is-${tone}`} data-tone={tone}>
      <div class="timer-words">
        <p class="timer-left">
          {words} {hint && <span>{hint}</span>}
        </p>
        <h1 tabindex={-1}>{title}</h1>
        {onNotes && (
          <button
            type="button"
            class="button is-quiet is-small timer-help order-open"
            aria-label={t("call.timer.notes.label")}
            onClick={onNotes}
          >
            {t("call.timer.notes.button")}
          </button>
        )}
        <button type="button" class="button is-quiet is-small timer-help" data-control="help" onClick={onHelp}>
          {t("call.help.title")}
        </button>
      </div>
      {tone !== "none" && (
        <progress max={max} value={value} aria-label={t("call.timer.label")}>
          {words}
        </progress>
      )}
    </header>
  );
}
