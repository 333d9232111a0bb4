import { keepStored, readStored } from "./stored.ts";

/** How a person likes the call on this browser; kept between visits. `selfHidden`: oneself is not shown to oneself. */
export type Preferences = { selfHidden: boolean; keysOff: boolean };

const KEY = "parlour.call-preferences";

export function readPreferences(): Preferences {
  return { selfHidden: false, keysOff: false, ...(readStored(KEY) as Partial<Preferences> | undefined) };
}

export function keepPreferences(preferences: Preferences): void {
  keepStored(KEY, preferences);
}
