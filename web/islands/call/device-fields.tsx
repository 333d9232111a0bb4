import { useWords } from "../../words/use-words.ts";
import type { DeviceChoice } from "./device-choice.ts";
import type { LocalView } from "./device-state.ts";

export type OnChoose = (kind: keyof DeviceChoice, deviceId: string) => void;

const KINDS = [
  { kind: "camera", device: "videoinput", label: "devices.camera.label", nth: "devices.camera.nth.label" },
  { kind: "mic", device: "audioinput", label: "devices.microphone.label", nth: "devices.microphone.nth.label" },
  { kind: "speaker", device: "audiooutput", label: "devices.speaker.label", nth: "devices.speaker.nth.label" },
] as const;

type DeviceFieldsProps = { local: LocalView; onChoose: OnChoose };

/** Camera, microphone and, where the browser lets a page choose, the speaker. Empty until the browser tells the devices' names. */
export function DeviceFields({ local, onChoose }: DeviceFieldsProps) {
  const t = useWords();
  return (
    <>
      {KINDS.map(({ kind, device, label, nth }) => {
        const devices = local.devices.filter((one) => one.kind === device);
        if (devices.length === 0) return null;
        return (
          <div class="field" key={kind}>
            <label for={`device-${kind}`}>{t(label)}</label>
            <select
              class="input"
              id={`device-${kind}`}
              value={chosen(local, kind, devices)}
              onChange={(event) => onChoose(kind, event.currentTarget.value)}
            >
              {devices.map(({ deviceId, label: name }, index) => (
                <option key={deviceId} value={deviceId}>
                  {name || t(nth, { n: index + 1 })}
                </option>
              ))}
            </select>
          </div>
        );
      })}
    </>
  );
}

/** What is in use, not what was wished for: a device chosen at home may not be here. */
function chosen(
  { cameraTrack, micTrack, choice }: LocalView,
  kind: keyof DeviceChoice,
  devices: MediaDeviceInfo[],
): string {
  const track = kind === "camera" ? cameraTrack : kind === "mic" ? micTrack : null;
  const inUse = track?.getSettings().deviceId ?? choice[kind];
  return devices.find(({ deviceId }) => deviceId === inUse)?.deviceId ?? devices[0]?.deviceId ?? "";
}
