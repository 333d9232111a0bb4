import { useWords } from "../../words/use-words.ts";
import type { RoomNow } from "./room-now.ts";

/** The time left, in words first; the bar repeats them. Spoken only at its turns, by the page's live region. */
export function TimerBar({ now, onHelp }: { now: RoomNow; onHelp: () => void }) {
  const t = useWords();
  const { tone, words, hint, value, max } = now.timer;
  return (
    <header class={`timer is-${tone}`} data-tone={tone}>
      <div class="timer-words">
        <p class="timer-left">
          {words} {hint && <span>{hint}</span>}
        </p>
        <h1 tabindex={-1}>{now.title}</h1>
        <button type="button" class="button is-quiet is-small timer-help" data-control="help" onClick={onHelp}>
          {t("call.help")}
        </button>
      </div>
      {tone !== "none" && (
        <progress max={max} value={value} aria-label={t("call.timeLeftInThis")}>
          {words}
        </progress>
      )}
    </header>
  );
}
