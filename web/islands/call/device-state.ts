import type { DeviceChoice } from "./device-choice.ts";

export type Device = "camera" | "mic";

/**
 * `idle`: never asked. `off`: turned off by the person. The last four: wanted, and not to be had; `interrupted` is ours still, and the
 * system gives it to something else for now, as iOS does for a phone call.
 */
export type DeviceState = "idle" | "asking" | "on" | "off" | "denied" | "missing" | "busy" | "interrupted";

/** One's own devices, as the views draw them. */
export type LocalView = {
  camera: DeviceState;
  mic: DeviceState;
  cameraTrack: MediaStreamTrack | null;
  micTrack: MediaStreamTrack | null;
  devices: MediaDeviceInfo[];
  choice: DeviceChoice;
};

export type Trouble = Extract<DeviceState, "denied" | "missing" | "busy" | "interrupted">;

/** Wanted, and not to be had. */
export function isTrouble(state: DeviceState): state is Trouble {
  return state === "denied" || state === "missing" || state === "busy" || state === "interrupted";
}

/** On, or to be on if it can be had. */
export function isMeant(state: DeviceState): boolean {
  return state === "on" || state === "asking" || isTrouble(state);
}

export function isOurs(state: DeviceState): boolean {
  return state === "on" || state === "interrupted";
}

/** Of a device that gives this track and is turned on. */
export function stateOfTrack(track: MediaStreamTrack): DeviceState {
  return track.muted ? "interrupted" : "on";
}

export function stateOfError(error: unknown): DeviceState {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "missing";
}
