import type { CallProps } from "../../pages/call-props.ts";
import { keepStored, readStored } from "./stored.ts";

const KEY = "parlour.note-seen";
/** Nobody goes to more evenings at once than these; the oldest is forgotten first. */
const MOST = 5;

type Note = Pick<CallProps, "evening" | "me" | "note">;

/** Whether this person was shown the school's note, as it is now, before a call of this evening, on this browser. */
export function callNoteSeen(note: Note): boolean {
  return seen().includes(nameOf(note));
}

/** Without storage it is shown each time. */
export function keepCallNoteSeen(note: Note): void {
  const name = nameOf(note);
  const others = seen().filter((other) => other !== name);
  keepStored(KEY, [...others, name].slice(-MOST));
}

/** Parents share a computer, and their guest may sit at it too; a note that the school has changed is another one. */
function nameOf({ evening, me, note }: Note): string {
  return `${evening.id} ${me.participantId} ${digestOf(note)}`;
}

/** Tells one wording from another; nothing is safe behind it. */
function digestOf(words: string): number {
  return [...words].reduce((digest, letter) => (Math.imul(digest, 31) + (letter.codePointAt(0) ?? 0)) | 0, 0);
}

function seen(): string[] {
  const kept = readStored(KEY);
  return Array.isArray(kept) ? kept.map(String) : [];
}
