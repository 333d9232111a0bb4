const KEY = "parlour.note-seen";
/** Nobody goes to more evenings at once than these; the oldest is forgotten first. */
const MOST = 5;

/** Whether the school's note was shown before a call of this evening, on this browser. */
export function noteSeen(eveningId: string): boolean {
  return seen().includes(eveningId);
}

export function keepNoteSeen(eveningId: string): void {
  try {
    const others = seen().filter((id) => id !== eveningId);
    localStorage.setItem(KEY, JSON.stringify([...others, eveningId].slice(-MOST)));
  } catch {
    // Without storage it is shown each time.
  }
}

function seen(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return []; // storage refused, or not ours
  }
}
