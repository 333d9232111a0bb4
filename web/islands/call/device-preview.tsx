import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import { DeviceFields, type OnChoose } from "./device-fields.tsx";
import type { Device, LocalView } from "./device-state.ts";
import { MicMeter } from "./mic-meter.tsx";
import { SelfTile } from "./self-tile.tsx";

export type DevicePreviewProps = {
  /** Of the person who looks. */
  name: string;
  devices: LocalView;
  onToggle: (device: Device) => void;
  onChoose: OnChoose;
};

/** How one will be seen and heard, and with what. */
export function DevicePreview({ name, devices, onToggle, onChoose }: DevicePreviewProps) {
  const t = useWords();
  const { camera, mic, cameraTrack, micTrack } = devices;
  return (
    <div class="stack-s">
      <SelfTile
        track={cameraTrack}
        micOff={mic !== "on"}
        variant=""
        caption={cameraTrack ? t("ready.picture.on.caption") : t("ready.picture.off.caption")}
        name={name}
      />
      <MicMeter track={mic === "on" ? micTrack : null} />
      <div class="row">
        <Toggle device="camera" on={camera === "on"} onToggle={onToggle} />
        <Toggle device="mic" on={mic === "on"} onToggle={onToggle} />
      </div>
      {devices.devices.length > 0 && (
        <details class="ready-devices">
          <summary>{t("ready.devices.label")}</summary>
          <div class="stack-s">
            <DeviceFields local={devices} onChoose={onChoose} />
          </div>
        </details>
      )}
    </div>
  );
}

type ToggleProps = { device: Device; on: boolean; onToggle: (device: Device) => void };

const WORDS = {
  camera: { on: "ready.camera.on.label", off: "ready.camera.off.label" },
  mic: { on: "ready.microphone.on.label", off: "ready.microphone.off.label" },
} as const;

function Toggle({ device, on, onToggle }: ToggleProps) {
  const t = useWords();
  return (
    <button type="button" class="button is-small" data-control={device} onClick={() => onToggle(device)}>
      <Icon name={device} off={!on} />
      {t(WORDS[device][on ? "on" : "off"])}
    </button>
  );
}
