/** What this browser keeps under `key` between visits; undefined where nothing is, or storage is refused, or it is not ours. */
export function readStored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** Private windows may refuse storage: it then lasts as long as the page. */
export function keepStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // see above
  }
}
