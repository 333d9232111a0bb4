import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { DeviceFields } from "./device-fields.tsx";
import { MicMeter } from "./mic-meter.tsx";
import { problemWords } from "./permission-words.ts";
import { useDialog } from "./use-dialog.ts";

/** In the middle of a call: other devices, and whether one sees oneself. */
export function SettingsDialog({ controller }: { controller: CallController }) {
  const t = useWords();
  const { local } = controller;
  const { sheet, preferences } = controller.view;
  const open = sheet === "settings";
  const close = () => controller.showSheet(null);
  const dialog = useDialog(open, close);
  const problem = problemWords(local.view, t);
  return (
    <dialog class="dialog" aria-labelledby="settings-title" {...dialog}>
      <div class="dialog-head">
        <h2 id="settings-title">{t("call.settings")}</h2>
        <button type="button" class="button is-quiet" onClick={close}>
          <Icon name="close" />
          <span class="unseen">{t("call.close")}</span>
        </button>
      </div>
      <div class="dialog-body stack">
        {problem && (
          <p>
            <strong>{problem.strong}</strong> {problem.words}
          </p>
        )}
        {open && <DeviceFields local={local} />}
        {open && <MicMeter track={local.view.micTrack} />}
        {local.view.devices.length === 0 && !problem && <p>{t("call.turnOnYourCamera")}</p>}
        <label class="choice">
          <input
            type="checkbox"
            id="self-shown"
            checked={!preferences.selfHidden}
            onChange={(event) => controller.prefer({ selfHidden: !event.currentTarget.checked })}
          />
          <span>
            {t.rich("call.showMe", {
              br: () => <br />,
              soft: (children) => <span class="small soft">{children}</span>,
            })}
          </span>
        </label>
      </div>
      <div class="dialog-foot">
        <button type="button" class="button is-primary" onClick={close}>
          {t("call.done")}
        </button>
      </div>
    </dialog>
  );
}
