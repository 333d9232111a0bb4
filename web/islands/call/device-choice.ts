import { keepStored, readStored } from "./stored.ts";

/** Which devices a person chose on this browser; kept between visits. */
export type DeviceChoice = { camera?: string; mic?: string; speaker?: string };

const KEY = "parlour.devices";

export function readChoice(): DeviceChoice {
  return (readStored(KEY) as DeviceChoice | undefined) ?? {};
}

export function keepChoice(choice: DeviceChoice): void {
  keepStored(KEY, choice);
}
