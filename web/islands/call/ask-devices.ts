import type { DeviceChoice } from "./device-choice.ts";
import { type Device, type DeviceState, stateOfError } from "./device-state.ts";

export type Wanted = Record<Device, boolean>;

const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Asks the browser for what is wanted, in one question: its tracks, or why not. `devices` are those that it names. */
export async function askForTracks(
  { camera, mic }: Wanted,
  choice: DeviceChoice,
  devices: readonly MediaDeviceInfo[],
): Promise<MediaStreamTrack[] | DeviceState> {
  // An app that shows a page in a window of its own may leave this out altogether.
  if (!navigator.mediaDevices) return "denied";
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: camera && { ...PICTURE, ...deviceId(choice.camera, devices) },
      audio: mic && { ...SOUND, ...deviceId(choice.mic, devices) },
    });
    return stream.getTracks();
  } catch (error) {
    return stateOfError(error);
  }
}

/** A device that is here is meant; one that was chosen at home is only wished for, and another will do. */
function deviceId(chosen: string | undefined, devices: readonly MediaDeviceInfo[]): MediaTrackConstraints {
  if (!chosen) return {};
  const isHere = devices.some((one) => one.deviceId === chosen);
  return { deviceId: isHere ? { exact: chosen } : { ideal: chosen } };
}

/** The devices that the browser names: none before it was given leave. */
export async function namedDevices(): Promise<MediaDeviceInfo[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  return devices.filter(({ deviceId }) => deviceId !== "");
}

/** True where the browser would give both without a question. */
export async function areDevicesAllowed(): Promise<boolean> {
  try {
    const names = ["camera", "microphone"] as unknown as PermissionName[];
    const answers = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
    return answers.every(({ state }) => state === "granted");
  } catch {
    return false; // not every browser answers this question
  }
}

/** Calls `onChange` for as long as the page lives, whenever the person allows or denies that device in the browser's own settings. */
export async function watchPermission(
  name: "camera" | "microphone",
  onChange: (state: PermissionState) => void,
): Promise<void> {
  // Not every browser knows these names.
  const status = await navigator.permissions?.query({ name: name as PermissionName }).catch(() => null);
  status?.addEventListener("change", () => onChange(status.state));
}
