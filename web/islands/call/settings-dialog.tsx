import { useWords } from "../../words/use-words.ts";
import { DeviceFields, type OnChoose } from "./device-fields.tsx";
import type { LocalView } from "./device-state.ts";
import { DialogFrame, DoneButton } from "./dialog-frame.tsx";
import { MicMeter } from "./mic-meter.tsx";
import { problemWords } from "./permission-words.ts";

export type SettingsDialogProps = {
  open: boolean;
  onClose: () => void;
  devices: LocalView;
  onChoose: OnChoose;
  /** One's own picture is on the stage. */
  selfShown: boolean;
  onSelfShown: (shown: boolean) => void;
};

/** In the middle of a call: other devices, and whether one sees oneself. */
export function SettingsDialog(props: SettingsDialogProps) {
  const { open, onClose, devices, onChoose, selfShown, onSelfShown } = props;
  const t = useWords();
  const problem = problemWords(devices, t);
  return (
    <DialogFrame
      name="settings"
      title={t("call.settings")}
      open={open}
      onClose={onClose}
      cross
      foot={<DoneButton onPress={onClose} />}
    >
      <div class="stack">
        {problem && (
          <p>
            <strong>{problem.strong}</strong> {problem.words}
          </p>
        )}
        {open && <DeviceFields local={devices} onChoose={onChoose} />}
        {open && <MicMeter track={devices.micTrack} />}
        {devices.devices.length === 0 && !problem && <p>{t("call.turnOnYourCamera")}</p>}
        <SelfShown shown={selfShown} onChange={onSelfShown} />
      </div>
    </DialogFrame>
  );
}

function SelfShown({ shown, onChange }: { shown: boolean; onChange: (shown: boolean) => void }) {
  const t = useWords();
  return (
    <label class="choice">
      <input
        type="checkbox"
        id="self-shown"
        checked={shown}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {t.rich("call.showMe", {
          br: () => <br />,
          soft: (children) => <span class="small soft">{children}</span>,
        })}
      </span>
    </label>
  );
}
