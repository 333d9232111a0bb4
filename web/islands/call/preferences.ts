/** How a person likes the call on this browser; kept between visits. `selfHidden`: oneself is not shown to oneself. */
export type Preferences = { selfHidden: boolean; keysOff: boolean };

const KEY = "parlour.call-preferences";
const USUAL: Preferences = { selfHidden: false, keysOff: false };

export function readPreferences(): Preferences {
  try {
    return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    return USUAL; // storage refused, or not ours
  }
}

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Private windows may refuse storage: it then lasts as long as the page.
  }
}
