import { Icon } from "../../ui/icon.tsx";
import type { CallController } from "./call-controller.ts";
import { KEYS } from "./call-keys.ts";
import { useDialog } from "./use-dialog.ts";

const TROUBLE: readonly { trouble: string; help: string }[] = [
  { trouble: "Nobody hears you.", help: "See that it says Mic on, then press Settings and choose another microphone." },
  { trouble: "You hear nobody.", help: "Turn the volume up, and choose another speaker in Settings." },
  { trouble: "You are not seen.", help: "See that it says Camera on. Close other programs that use the camera." },
  {
    trouble: "It stops and starts.",
    help: "Come closer to your Wi-Fi, or turn your camera off: sound needs far less.",
  },
  { trouble: "Nothing helps.", help: "Load this page again: your place is kept, and you come back to it." },
];

/** What the keys do, and what to do when something is wrong. */
export function HelpDialog({ controller }: { controller: CallController }) {
  const { sheet, preferences } = controller.view;
  const close = () => controller.showSheet(null);
  const dialog = useDialog(sheet === "help", close);
  return (
    <dialog class="dialog" aria-labelledby="help-title" {...dialog}>
      <div class="dialog-head">
        <h2 id="help-title">Help</h2>
        <button type="button" class="button is-quiet" onClick={close}>
          <Icon name="close" />
          <span class="unseen">Close</span>
        </button>
      </div>
      <div class="dialog-body stack">
        <dl class="help-list">
          {TROUBLE.map(({ trouble, help }) => (
            <div key={trouble}>
              <dt>{trouble}</dt>
              <dd>{help}</dd>
            </div>
          ))}
        </dl>
        <h3>Keys</h3>
        <dl class="help-keys">
          {[...KEYS, { key: "Esc", words: "Close the chat or a box like this one" }].map(({ key, words }) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{words}</dd>
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
          <span>Use single keys in a call</span>
        </label>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button is-primary" onClick={close}>
          Done
        </button>
      </div>
    </dialog>
  );
}
