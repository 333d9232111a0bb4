/** Which devices a person chose on this browser; kept between visits. */
export type DeviceChoice = { camera?: string; mic?: string; speaker?: string };

const KEY = "parlour.devices";

export function readChoice(): DeviceChoice {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as DeviceChoice;
  } catch {
    return {}; // storage refused, or not ours
  }
}

export function keepChoice(choice: DeviceChoice): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
}
