import { useWords } from "../../words/use-words.ts";
import { KEYS } from "./call-keys.ts";
import { DialogFrame } from "./dialog-frame.tsx";

const TROUBLE = [
  { trouble: "call.help.nobodyHears.title", help: "call.help.nobodyHears.text" },
  { trouble: "call.help.hearNobody.title", help: "call.help.hearNobody.text" },
  { trouble: "call.help.notSeen.title", help: "call.help.notSeen.text" },
  { trouble: "call.help.stopsAndStarts.title", help: "call.help.stopsAndStarts.text" },
  { trouble: "call.help.nothingHelps.title", help: "call.help.nothingHelps.text" },
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
    <DialogFrame name="help" title={t("call.help.title")} open={open} onClose={onClose}>
      <div class="stack">
        <dl class="help-list">
          {TROUBLE.map(({ trouble, help }) => (
            <div key={trouble}>
              <dt>{t(trouble)}</dt>
              <dd>{t(help)}</dd>
            </div>
          ))}
        </dl>
        <h3>{t("call.keys.heading")}</h3>
        <dl class="help-keys">
          {[...KEYS, { key: "Esc", words: "call.keys.escape.text" } as const].map(({ key, words }) => (
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
          <span>{t("call.keys.use.label")}</span>
        </label>
      </div>
    </DialogFrame>
  );
}
