import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { DeviceFields } from "./device-fields.tsx";
import { DialogFrame, DoneButton } from "./dialog-frame.tsx";
import { MicMeter } from "./mic-meter.tsx";
import { problemWords } from "./permission-words.ts";

/** In the middle of a call: other devices, and whether one sees oneself. */
export function SettingsDialog({ controller }: { controller: CallController }) {
  const t = useWords();
  const { local } = controller;
  const { sheet, preferences } = controller.view;
  const open = sheet === "settings";
  const close = () => controller.showSheet(null);
  const problem = problemWords(local.view, t);
  return (
    <DialogFrame
      name="settings"
      title={t("call.settings")}
      open={open}
      onClose={close}
      cross
      foot={<DoneButton onPress={close} />}
    >
      <div class="stack">
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
    </DialogFrame>
  );
}
