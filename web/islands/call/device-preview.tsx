import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import { DeviceFields, type OnChoose } from "./device-fields.tsx";
import type { LocalView } from "./device-state.ts";
import { MicMeter } from "./mic-meter.tsx";
import { SelfTile } from "./self-tile.tsx";

export type DevicePreviewProps = {
  /** Of the person who looks. */
  name: string;
  devices: LocalView;
  onCamera: () => void;
  onMic: () => void;
  onChoose: OnChoose;
};

/** How one will be seen and heard, and with what. */
export function DevicePreview({ name, devices, onCamera, onMic, onChoose }: DevicePreviewProps) {
  const t = useWords();
  const { camera, mic, cameraTrack, micTrack } = devices;
  return (
    <div class="stack-s">
      <SelfTile
        track={cameraTrack}
        micOff={mic !== "on"}
        variant=""
        caption={cameraTrack ? t("ready.thisIsYou") : t("ready.yourCameraIsOff")}
        name={name}
      />
      <MicMeter track={mic === "on" ? micTrack : null} />
      <div class="row">
        <Toggle
          icon="camera"
          label={camera === "on" ? t("ready.cameraOn") : t("ready.turnOnCamera")}
          on={camera === "on"}
          onPress={onCamera}
        />
        <Toggle
          icon="mic"
          label={mic === "on" ? t("ready.micOn") : t("ready.turnOnMicrophone")}
          on={mic === "on"}
          onPress={onMic}
        />
      </div>
      {devices.devices.length > 0 && (
        <details class="ready-devices">
          <summary>{t("ready.chooseDevices")}</summary>
          <div class="stack-s">
            <DeviceFields local={devices} onChoose={onChoose} />
          </div>
        </details>
      )}
    </div>
  );
}

type ToggleProps = { icon: "camera" | "mic"; label: string; on: boolean; onPress: () => void };

function Toggle({ icon, label, on, onPress }: ToggleProps) {
  return (
    <button type="button" class="button is-small" data-control={icon} onClick={onPress}>
      <Icon name={icon} off={!on} />
      {label}
    </button>
  );
}
