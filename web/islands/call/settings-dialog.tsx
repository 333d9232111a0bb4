import { useWords } from "../../words/use-words.ts";
import { DeviceFields, type OnChoose } from "./device-fields.tsx";
import type { LocalView } from "./device-state.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import { MicMeter } from "./mic-meter.tsx";
import { problemWords } from "./permission-words.ts";
import { StrongWords } from "./strong-words.tsx";

export type SettingsDialogProps = {
  open: boolean;
  onClose: () => void;
  devices: LocalView;
  onChoose: OnChoose;
  /** One's own picture is not on the stage. */
  selfHidden: boolean;
  onSelfHidden: (hidden: boolean) => void;
};

/** In the middle of a call: other devices, and whether one sees oneself. */
export function SettingsDialog({ open, onClose, devices, onChoose, ...self }: SettingsDialogProps) {
  const t = useWords();
  const problem = problemWords(devices, t);
  return (
    <DialogFrame name="settings" title={t("call.settings.title")} open={open} onClose={onClose}>
      <div class="stack">
        {problem && (
          <p>
            <StrongWords {...problem} />
          </p>
        )}
        {open && <DeviceFields local={devices} onChoose={onChoose} />}
        {open && <MicMeter track={devices.micTrack} />}
        {devices.devices.length === 0 && !problem && <p>{t("call.settings.noDevices.text")}</p>}
        <SelfShown {...self} />
      </div>
    </DialogFrame>
  );
}

function SelfShown({ selfHidden, onSelfHidden }: Pick<SettingsDialogProps, "selfHidden" | "onSelfHidden">) {
  const t = useWords();
  return (
    <label class="choice">
      <input
        type="checkbox"
        id="self-shown"
        checked={!selfHidden}
        onChange={(event) => onSelfHidden(!event.currentTarget.checked)}
      />
      <span>
        {t.rich("call.settings.showMe.label", {
          br: () => <br />,
          soft: (children) => <span class="small soft">{children}</span>,
        })}
      </span>
    </label>
  );
}
