/**
 * A page that is too old for the room loads itself again, once: this notes in the tab's session storage that it has, until a room lets it in.
 * Without storage nothing is known, and a page that may have loaded itself again already must not.
 */
const KEY = "parlour.renewed";

export function isRenewed(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return true;
  }
}

/** False where it could not be noted. */
export function noteRenewal(): boolean {
  try {
    sessionStorage.setItem(KEY, "1");
    return true;
  } catch {
    return false;
  }
}

export function forgetRenewal(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // nothing was noted
  }
}
