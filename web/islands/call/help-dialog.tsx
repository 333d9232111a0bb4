import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { KEYS } from "./call-keys.ts";
import { DialogFrame, DoneButton } from "./dialog-frame.tsx";

const TROUBLE = [
  { trouble: "call.nobodyHears", help: "call.nobodyHearsHelp" },
  { trouble: "call.hearNobody", help: "call.hearNobodyHelp" },
  { trouble: "call.notSeen", help: "call.notSeenHelp" },
  { trouble: "call.stopsAndStarts", help: "call.stopsAndStartsHelp" },
  { trouble: "call.nothingHelps", help: "call.nothingHelpsHelp" },
] as const;

/** What the keys do, and what to do when something is wrong. */
export function HelpDialog({ controller }: { controller: CallController }) {
  const t = useWords();
  const { sheet, preferences } = controller.view;
  const close = () => controller.showSheet(null);
  return (
    <DialogFrame
      name="help"
      title={t("call.help")}
      open={sheet === "help"}
      onClose={close}
      cross
      foot={<DoneButton onPress={close} />}
    >
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
            checked={!preferences.keysOff}
            onChange={(event) => controller.prefer({ keysOff: !event.currentTarget.checked })}
          />
          <span>{t("call.useSingleKeysIn")}</span>
        </label>
      </div>
    </DialogFrame>
  );
}
