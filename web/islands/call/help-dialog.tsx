import { useWords } from "../../words/use-words.ts";
import { KEYS } from "./call-keys.ts";
import { DialogFrame } from "./dialog-frame.tsx";

const TROUBLE = [
  { trouble: "call.nobodyHears", help: "call.nobodyHearsHelp" },
  { trouble: "call.hearNobody", help: "call.hearNobodyHelp" },
  { trouble: "call.notSeen", help: "call.notSeenHelp" },
  { trouble: "call.stopsAndStarts", help: "call.stopsAndStartsHelp" },
  { trouble: "call.nothingHelps", help: "call.nothingHelpsHelp" },
] as const;

export type HelpDialogProps = {
  open: boolean;
  onClose: () => void;
  /** The person has turned single keys off. */
  keysOff: boolean;
  onKeysOff: (off: boolean) => void;
};

/** What the keys do, and what to do when something is wrong. */
export function HelpDialog({ open, onClose, keysOff, onKeysOff }: HelpDialogProps) {
  const t = useWords();
  return (
    <DialogFrame name="help" title={t("call.help")} open={open} onClose={onClose}>
      <div class="stack">
        <dl class="help-list">
          {TROUBLE.map(({ trouble, help }) => (
            <div key={trouble}>
              <dt>{t(trouble)}</dt>
              <dd>{t(help)}</dd>
            </div>
          ))}
        </dl>
        <h3>{t("call.keys")}</h3>
        <dl class="help-keys">
          {[...KEYS, { key: "Esc", words: "call.keyEscape" } as const].map(({ key, words }) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(words)}</dd>
            </div>
          ))}
        </dl>
        <label class="choice">
          <input
            type="checkbox"
            id="keys-on"
            checked={!keysOff}
            onChange={(event) => onKeysOff(!event.currentTarget.checked)}
          />
          <span>{t("call.useSingleKeysIn")}</span>
        </label>
      </div>
    </DialogFrame>
  );
}
